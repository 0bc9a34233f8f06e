import type { CheckResult, State } from '../verify/request.js'
import { clip, flatten, splitCode } from './foreign-text.js'
import { escapeHtml, markup, type Html } from './html.js'

/** A mark and a word for each state, so that nobody needs to see colours. */
export const marks: Readonly<Record<State, string>> = { failed: '✗', unproved: '?', warning: '!', passed: '✓' }

/** What all evidence together may weigh, and a single result's. */
const weights = { all: 900_000, least: 160, most: 4000 }

/** The bytes that each of so many results may take for its evidence. */
export function allotBytes(results: number): number {
  return Math.min(weights.most, Math.max(weights.least, Math.floor(weights.all / results)))
}

/** A name that others chose. */
export function renderName(name: string): string {
  return clip(flatten(name), 200, escapeHtml)
}

/** What was seen, and below it how that was found out, as far as there is room. */
export function renderEvidence({ evidence, details = [] }: CheckResult, bytes: number): Html {
  const seen = clip(flatten(evidence), bytes, escapeHtml)
  const steps: Html[] = []
  let room = bytes - Buffer.byteLength(escapeHtml(seen))
  for (const detail of details) {
    if (room <= 0) break
    const step = clip(flatten(detail), room, escapeHtml)
    room -= Buffer.byteLength(escapeHtml(step)) + 9
    steps.push(markup`<li>${renderWords(step)}</li>`)
  }
  if (steps.length < details.length) steps.push(markup`<li>…</li>`)
  const found = steps.length > 0 && markup`<details><summary>How this was found out</summary><ol>${steps}</ol></details>`
  return markup`<p>${renderWords(seen)}</p>${found}`
}

function renderWords(text: string): readonly Html[] {
  return splitCode(text).map((part) => (part.isCode ? markup`<code>${part.text}</code>` : markup`${part.text}`))
}

/** How many ended how, e.g. `2 failed, 10 passed`. */
export function countStates(results: readonly CheckResult[]): string {
  const states: readonly State[] = ['failed', 'unproved', 'warning', 'passed']
  return states
    .map((state) => ({ state, count: results.filter((result) => result.state === state).length }))
    .filter(({ count }) => count > 0)
    .map(({ state, count }) => `${count} ${state}`)
    .join(', ')
}
