import * as v from 'valibot'
import { UserError } from '../error.js'
import { checkShape } from '../report/rows.js'
import { refuseEmbargoed } from './embargo-mark.js'
import { emptyStatus, type Status } from './site-status.js'

const time = v.pipe(v.string(), v.isoTimestamp())
const place = {
  channel: v.exactOptional(v.string()),
  minor: v.exactOptional(v.string()),
  project: v.exactOptional(v.string()),
}
const count = v.exactOptional(v.pipe(v.number(), v.integer(), v.minValue(0)))
const checks = v.object({
  builder: v.string(),
  at: time,
  counts: v.object({ failed: count, unproved: count, warning: count, passed: count }),
  architectures: v.array(v.string()),
  rows: v.exactOptional(v.array(checkShape)),
})
const promotion = v.object({
  state: v.picklist(['published', 'recorded', 'yanked']),
  reason: v.exactOptional(v.string()),
  at: time,
})
const line = v.object({
  ...place,
  keys: v.array(v.object({ fingerprint: v.string(), expires: v.exactOptional(v.pipe(v.string(), v.isoDate())) })),
  run: v.exactOptional(v.object({ version: v.string(), at: time, state: v.string(), sentence: v.string() })),
  versions: v.array(v.object({ version: v.string(), promotion: v.exactOptional(promotion), checks: v.array(checks) })),
})
const event = v.object({
  ...place,
  at: time,
  kind: v.picklist(['published', 'failed', 'mended', 'yanked', 'key', 'run']),
  text: v.string(),
})
const shape = v.object({ kind: v.literal('status'), format: v.literal(1), lines: v.array(line), events: v.array(event) })

/** Reads the status.json of an earlier site; without a text there was none. Throws a {@link UserError}. */
export function readStatus(text: string | undefined, from: string): Status {
  if (text === undefined) return emptyStatus
  const advice = 'give the status.json that status-page wrote, or leave `earlier` out to begin anew without its history'
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch (error) {
    throw new UserError(`${from} is not JSON; ${advice}.`, { cause: error })
  }
  refuseEmbargoed(value, from)
  const result = v.safeParse(shape, value)
  if (result.success) return result.output
  const [first] = result.issues
  throw new UserError(`${from} is no status of a site (${v.getDotPath(first) ?? 'it'}: ${first.message}); ${advice}.`)
}
