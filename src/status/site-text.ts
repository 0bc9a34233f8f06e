import { markup, type Html } from '../report/html.js'
import { flatten, splitCode } from '../report/foreign-text.js'
import { marks, renderName } from '../report/page-text.js'
import type { State } from '../verify/request.js'
import type { StatusEvent } from './site-status.js'
import type { VersionState } from './version-state.js'

/** A state as a mark and words. */
export function renderState({ state, words }: Pick<VersionState, 'state' | 'words'>, href?: string): Html {
  const told = markup`<i aria-hidden="true">${marks[state]}</i> ${words}`
  return href === undefined ? markup`<b class="${state}">${told}</b>` : markup`<a class="${state}" href="${href}">${told}</a>`
}

/** A day for people, and the moment for programs. */
export function renderDay(at: string | undefined): Html {
  return at === undefined ? markup`<span class="none">never</span>` : markup`<time datetime="${at}">${at.slice(0, 10)}</time>`
}

/** A moment to the minute, and exactly for programs. */
export function renderMoment(at: string): Html {
  return markup`<time datetime="${at}">${at.slice(0, 16).replace('T', ' ')} UTC</time>`
}

/** A sentence of a report. */
export function renderSentence(text: string): readonly Html[] {
  return splitCode(flatten(text)).map((part) => (part.isCode ? markup`<code>${part.text}</code>` : markup`${part.text}`))
}

const eventMarks: Readonly<Record<StatusEvent['kind'], { readonly mark: string; readonly state: State }>> = {
  published: { mark: '✓', state: 'passed' },
  mended: { mark: '✓', state: 'passed' },
  failed: { mark: '✗', state: 'failed' },
  run: { mark: '✗', state: 'failed' },
  yanked: { mark: '!', state: 'warning' },
  key: { mark: '!', state: 'warning' },
}

/** Events as a list, the newest first. */
export function renderEvents(events: readonly StatusEvent[]): Html {
  const entries = events.map(({ at, kind, text }) => {
    const { mark, state } = eventMarks[kind]
    return markup`<li class="${state}">${renderMoment(at)}<span><i aria-hidden="true">${mark}</i>${renderSentence(text)}</span></li>\n`
  })
  return markup`<ol class="events">\n${entries}</ol>\n`
}

/** A fingerprint in groups of four, as gpg shows it. */
export function renderFingerprint(fingerprint: string): Html {
  return markup`<code>${renderName(fingerprint.replace(/(.{4})(?=.)/g, '$1 '))}</code>`
}
