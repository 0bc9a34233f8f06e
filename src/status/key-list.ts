import { markup, type Html } from '../report/html.js'
import { renderName } from '../report/page-text.js'
import { renderFingerprint } from './site-text.js'
import type { KeyStatus, LineStatus } from './site-status.js'

const day = 24 * 60 * 60 * 1000

/** The keys that sign these lines, and how long they do. */
export function renderKeys(lines: readonly LineStatus[], now: number): Html | undefined {
  const keys = [...new Map(lines.flatMap((line) => line.keys).map((key) => [key.fingerprint, key])).values()]
  if (keys.length === 0) return undefined
  const entries = keys.map((key) => {
    const end = renderEnd(key, now)
    return markup`<dt>Fingerprint</dt><dd>${renderFingerprint(key.fingerprint)}</dd>\n<dt>Expires</dt><dd>${end}</dd>\n`
  })
  return markup`<dl>\n${entries}</dl>\n`
}

function renderEnd({ expires }: KeyStatus, now: number): Html {
  if (expires === undefined) return markup`never`
  const days = Math.floor((Date.parse(expires) - now) / day)
  const date = markup`<time datetime="${expires}">${renderName(expires)}</time>`
  if (!(days <= 90)) return date
  const told = days < 0 ? 'it has expired' : `in ${days} ${days === 1 ? 'day' : 'days'}; fetch the key again once it is extended`
  return markup`<b class="${days <= 7 ? 'failed' : 'warning'}">${date}: ${told}</b>`
}
