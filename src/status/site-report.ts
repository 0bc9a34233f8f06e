import * as v from 'valibot'
import { UserError } from '../error.js'
import { checkShape, type CheckRow } from '../report/rows.js'
import { refuseEmbargoed } from './embargo-mark.js'
import { settlePlace, type Place } from './line-place.js'
import type { Promotion } from './site-status.js'

/** What a report tells a page, whatever wrote it. `at` is an ISO time. */
export type SiteReport = { readonly at: string; readonly place: Place } & (
  | { readonly kind: 'verification'; readonly version: string; readonly rows: readonly CheckRow[] }
  | { readonly kind: 'run'; readonly version: string; readonly state: string; readonly sentence: string }
  | { readonly kind: 'promotion'; readonly versions: readonly PromotedVersion[] }
)

interface PromotedVersion extends Promotion {
  readonly version: string
}

const time = v.pipe(v.string(), v.isoTimestamp())
const name = v.exactOptional(v.pipe(v.string(), v.nonEmpty()))
const about = {
  at: time,
  channel: v.exactOptional(v.string()),
  minor: v.exactOptional(v.string()),
  'publish-project': v.exactOptional(v.string()),
}
const version = v.pipe(v.string(), v.nonEmpty())
const verification = v.object({ ...about, version, report: v.array(checkShape) })
const run = v.object({ ...about, version, state: v.string(), sentence: v.string() })
const promotion = v.object({
  ...about,
  versions: v.array(
    v.object({
      version,
      state: v.picklist(['published', 'recorded', 'yanked']),
      reason: name,
      at: v.exactOptional(time),
    }),
  ),
})

const advice =
  'give what `verify-repo --json`, `publish --json` or `report-run --json` prints, what these upload as report-artifact, or promote as artifact'

/**
 * Reads the report of verify-repo, publish, report-run or promote, with its time and the place that it is about; promote's are several. Throws a
 * {@link UserError} for any other text, and for what is under embargo.
 * @param number counts reports from 1; for messages, as the name is
 */
export function readSiteReports(text: string, number: number, name: string): readonly SiteReport[] {
  const from = `Report ${number} (${name})`
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch (error) {
    throw new UserError(`${from} is not JSON; ${advice}.`, { cause: error })
  }
  refuseEmbargoed(value, `Report ${number}`)
  if (typeof value !== 'object' || value === null) throw new UserError(`${from} is no report; ${advice}.`)
  const reports: readonly unknown[] = Array.isArray(value) ? value : [value]
  return reports.map((each) => {
    // promote writes a list of reports, verify-repo one of rows.
    if (typeof each !== 'object' || each === null || (Array.isArray(value) && !('kind' in each)))
      throw new UserError(`${from} has rows alone, which do not say when and of what version they are; ${advice}.`)
    const { at, place, ...found } = readObject(each, from)
    return { at, place: settlePlace(place), ...found }
  })
}

function readObject(value: object, from: string): SiteReport {
  if ('kind' in value && value.kind === 'promotion') {
    const { versions, ...rest } = check(promotion, value, from)
    const { at } = rest
    return { kind: 'promotion', at, place: placeOf(rest), versions: versions.map((each) => ({ ...each, at: each.at ?? at })) }
  }
  // report-run hands the rows of verify-repo on, and judges more than them.
  if ('sentence' in value) {
    const { at, version, state, sentence, ...rest } = check(run, value, from)
    return { kind: 'run', at, place: placeOf(rest), version, state, sentence }
  }
  const { at, version, report, ...rest } = check(verification, value, from)
  return { kind: 'verification', at, place: placeOf(rest), version, rows: report }
}

function placeOf({ 'publish-project': project, channel, minor }: About): Place {
  return {
    ...(channel !== undefined && { channel }),
    ...(minor !== undefined && { minor }),
    ...(project !== undefined && { project }),
  }
}

interface About {
  readonly channel?: string
  readonly minor?: string
  readonly 'publish-project'?: string
}

function check<S extends v.GenericSchema>(shape: S, value: unknown, from: string): v.InferOutput<S> {
  const result = v.safeParse(shape, value)
  if (result.success) return result.output
  const [first] = result.issues
  throw new UserError(`${from} is no report (${v.getDotPath(first) ?? 'it'}: ${first.message}); ${advice}.`)
}
