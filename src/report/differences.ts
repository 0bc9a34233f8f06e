import type { Difference } from '../compare/difference.js'
import { quoteCell } from './markdown.js'

/** Rows for a table, at most so many of one package and of all. */
const limits = { package: 20, all: 200 }
/** The longest value in a table, in characters. */
const width = 48
/** How much of what is the same stands before the difference in it. */
const lead = 8

/** The packages that differ, as people name them: `deb runc 1.1.15-1 x86_64`. */
export function listSubjects(differences: readonly Difference[]): readonly string[] {
  return [...new Set(differences.map(subjectOf))]
}

function subjectOf({ format, package: name, version, architecture }: Difference): string {
  return `${format} ${name} ${version} ${architecture}`
}

/**
 * The differences as rows of package, what, where, left and right, grouped by package; values are shortened, and rows
 * beyond a limit are only counted.
 */
export function toRows(differences: readonly Difference[]): readonly (readonly string[])[] {
  const rows: (readonly string[])[] = []
  let hidden = 0
  for (const subject of listSubjects(differences)) {
    const own = differences.filter((difference) => subjectOf(difference) === subject)
    const shown = own.slice(0, Math.max(0, Math.min(limits.package, limits.all - rows.length)))
    rows.push(...shown.map((difference, index) => toRow(difference, index === 0 ? subject : '')))
    if (shown.length === 0) hidden += own.length
    else if (shown.length < own.length) rows.push(countHidden(own.slice(shown.length)))
  }
  return hidden === 0 ? rows : [...rows, ['other packages', `and ${hidden} more`, '', '', '']]
}

function countHidden(hidden: readonly Difference[]): readonly string[] {
  const kinds = [...new Set(hidden.map(({ what }) => what))].join(', ')
  return ['', `and ${hidden.length} more`, kinds, '', '']
}

function toRow({ what, where, left, right }: Difference, subject: string): readonly string[] {
  // What packages say is shown, and is no Markdown.
  return [subject, what, where, ...shorten(left, right)].map(quoteCell)
}

/** Two values, as much of them as shows where they part. */
function shorten(left: string | null, right: string | null): readonly [string, string] {
  const [one, other] = [Array.from(left ?? ''), Array.from(right ?? '')]
  const parting = one.findIndex((letter, index) => letter !== other[index])
  const isLong = one.length > width || other.length > width
  const start = isLong ? Math.max(0, (parting < 0 ? one.length : parting) - lead) : 0
  return [left === null ? '—' : cut(left, start), right === null ? '—' : cut(right, start)]
}

function cut(value: string, start: number): string {
  if (/^[0-9a-f]{64}$/.test(value)) return `${value.slice(0, 12)}…`
  const letters = Array.from(value.replaceAll(/\p{Cc}/gu, ' '))
  const part = letters.slice(start, start + width).join('')
  return `${start > 0 ? '…' : ''}${part}${letters.length > start + width ? '…' : ''}`
}
