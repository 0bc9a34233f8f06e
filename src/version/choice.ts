import { isWithin, parseRange, type Range } from './range.js'
import type { Version } from './version.js'

/** A value chosen by version, or why none could be. */
export type Choice<T> = { readonly value: T } | { readonly problem: string }

/** Chooses from a table of ranges the value of the one range that holds a version; two or none are a problem. */
export function chooseByVersion<T>(table: Readonly<Record<string, T>>, version: Version): Choice<T> {
  const matching = Object.entries(table).filter(([text]) => isWithin(version, rangeOf(text)))
  const [first, second] = matching
  if (first && second)
    return {
      problem: `has two ranges for ${version.upstream}, ${quote(first[0])} and ${quote(second[0])}; let one end where the other begins`,
    }
  if (first) return { value: first[1] }
  return { problem: `has no range for ${version.upstream} (it has ${Object.keys(table).map(quote).join(', ')}); add one` }
}

function rangeOf(text: string): Range {
  const range = parseRange(text)
  if (!range) throw new Error(`the range ${text} was not checked`)
  return range
}

function quote(text: string): string {
  return `"${text}"`
}
