import { comparePackageVersions } from './order.js'
import { coreOf, readVersion, type Version } from './version.js'

type Operator = '>=' | '>' | '<=' | '<' | '='

interface Comparison {
  readonly operator: Operator
  readonly bound: Version
}

/** A set of versions: `>=1.28 <1.30`, `1.26` (all of 1.26), `*`. */
export interface Range {
  readonly text: string
  readonly comparisons: readonly Comparison[]
}

/** The range of all versions. */
export const everyVersion: Range = { text: '*', comparisons: [] }

const comparison = /^(>=|<=|>|<|=)?\s*(\S+)$/

/**
 * Reads a range: comparisons that must all hold, separated by spaces or commas. A bound stands for every version
 * that begins with it, so `>1.26` begins at 1.27. Undefined for what is no range.
 */
export function readRange(text: string): Range | undefined {
  const trimmed = text.trim().replace(/(>=|<=|>|<|=)\s+/g, '$1')
  if (trimmed === '*') return { text, comparisons: [] }
  const comparisons: Comparison[] = []
  for (const part of trimmed.split(/[\s,]+/)) {
    const [, operator = '=', version = ''] = comparison.exec(part) ?? []
    const bound = readVersion(version)
    if (!bound) return undefined
    comparisons.push({ operator: operator as Operator, bound }) // the expression lets no other text through
  }
  return { text, comparisons }
}

/** The same for a text that was checked; throws an Error for what is no range. */
export function parseRange(text: string): Range {
  const range = readRange(text)
  if (!range) throw new Error(`the range ${text} was not checked`)
  return range
}

/**
 * Tells whether a version is within a range. A prerelease or nightly counts as the release it leads to: 1.30.0-alpha.1
 * is within `>=1.30`, because its packages are to equal those of 1.30.0. Only a bound that is a prerelease itself
 * (`>=1.30.0-rc.1`) is compared with the whole version.
 */
export function isWithin(version: Version, { comparisons }: Range): boolean {
  return comparisons.every(({ operator, bound }) => {
    const whole = bound.kind !== 'release'
    const subject = whole ? version.package : coreOf(version)
    const order = !whole && beginsWith(subject, coreOf(bound)) ? 0 : comparePackageVersions(subject, bound.package)
    return holds(order, operator)
  })
}

/** Two ranges that share a version, found where ranges begin: undefined when no two do. */
export function findOverlap(ranges: readonly Range[]): { left: Range; right: Range } | undefined {
  const beginnings = ranges.flatMap(({ comparisons }) => comparisons.flatMap(({ bound }) => beginningsAt(bound)))
  for (const version of [...lowest, ...beginnings]) {
    const [left, right] = ranges.filter((range) => isWithin(version, range))
    if (left && right) return { left, right }
  }
  return undefined
}

function holds(order: number, operator: Operator): boolean {
  if (order === 0) return operator === '=' || operator === '>=' || operator === '<='
  return order < 0 ? operator === '<' || operator === '<=' : operator === '>' || operator === '>='
}

function beginsWith(version: string, prefix: string): boolean {
  return version === prefix || version.startsWith(`${prefix}.`)
}

/** Where a range begins that has no lower bound. */
const lowest = versionsOf('0.0-0')

/** The lowest versions that a bound can let in: what two ranges share begins where one of them does. */
function beginningsAt(bound: Version): Version[] {
  const core = coreOf(bound)
  const parts = core.split('.')
  const after = [...parts.slice(0, -1), String(Number(parts.at(-1)) + 1)].join('.')
  const whole = bound.kind === 'release' ? [] : [bound.upstream, `${bound.upstream}.0`]
  return versionsOf(...whole, core, `${core}.0`, after, `${core}-0`)
}

function versionsOf(...texts: readonly string[]): Version[] {
  return texts.flatMap((text) => readVersion(text) ?? [])
}

/** Whether two ranges share a version; one that is not there holds all. */
export function overlap(left: Range = everyVersion, right: Range = everyVersion): boolean {
  return findOverlap([left, right]) !== undefined
}
