import { markup, type Html } from '../report/html.js'
import { renderName } from '../report/page-text.js'
import { namePlace } from './line-place.js'
import { renderMoment, renderSentence } from './site-text.js'
import type { LineStatus } from './site-status.js'

/** What was yanked, from where, when and why; undefined when nothing was. */
export function renderWithdrawn(lines: readonly LineStatus[]): Html | undefined {
  const entries = lines.flatMap((line) =>
    line.versions.flatMap(({ version, promotion }) => {
      if (promotion?.state !== 'yanked') return []
      const { at, reason = 'no reason was given' } = promotion
      const what = markup`<strong>${renderName(version)}</strong> of ${renderName(namePlace(line))}`
      return [markup`<li>${renderMoment(at)}<span>${what}: ${renderSentence(reason)}</span></li>\n`]
    }),
  )
  return entries.length === 0 ? undefined : markup`<ul class="events">\n${entries}</ul>\n`
}
