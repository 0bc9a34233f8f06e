import { isWithin, type Range } from './range.js'
import type { Version } from './version.js'

/** A value chosen by version, or why none could be. */
export type Choice<T> = { readonly value: T } | { readonly problem: string }

/** Chooses from a table of ranges the value of the one range that holds a version; two or none are a problem. */
export function chooseByVersion<T>(table: readonly { readonly range: Range; readonly value: T }[], version: Version): Choice<T> {
  const [first, second] = table.filter(({ range }) => isWithin(version, range))
  if (first && second)
    return {
      problem: `has two ranges for ${version.upstream}, ${quote(first.range)} and ${quote(second.range)}; let one end where the other begins`,
    }
  if (first) return { value: first.value }
  return {
    problem: `has no range for ${version.upstream} (it has ${table.map(({ range }) => quote(range)).join(', ')}); add one`,
  }
}

function quote({ text }: Range): string {
  return `"${text}"`
}
