import { widthOf, wrap } from './terminal-text.js'

/** What stands between two columns. */
const gap = '  '
/** No column becomes narrower than this. */
const narrowest = 8

/**
 * A table as lines that are no wider than the terminal: columns that are too wide are broken at spaces, the widest first.
 * @param rows the head, Markdown's line below it, and the others
 */
export function fitTable(rows: readonly (readonly string[])[], columns: number): readonly string[] {
  const shown = rows.filter((_, index) => index !== 1)
  const count = Math.max(...shown.map((row) => row.length))
  const widths = Array.from({ length: count }, (_, column) => Math.max(...shown.map((row) => widthOf(row[column] ?? ''))))
  const room = columns - gap.length * (count - 1)
  for (let total = widths.reduce((all, width) => all + width, 0); total > room; total--) {
    const widest = widths.indexOf(Math.max(...widths))
    if ((widths[widest] ?? 0) <= narrowest) break
    widths[widest] = (widths[widest] ?? 0) - 1
  }
  const [head = [], ...others] = shown.map((row) => widths.map((width, column) => wrap(row[column] ?? '', width)))
  return [
    ...layOut(head, widths),
    widths.map((width) => '─'.repeat(width)).join(gap),
    ...others.flatMap((row) => layOut(row, widths)),
  ]
}

/** A row of cells that have several lines each. */
function layOut(cells: readonly (readonly string[])[], widths: readonly number[]): readonly string[] {
  const height = Math.max(...cells.map((lines) => lines.length))
  return Array.from({ length: height }, (_, line) =>
    cells
      .map((lines, column) => {
        const text = lines[line] ?? ''
        return text + ' '.repeat(Math.max(0, (widths[column] ?? 0) - widthOf(text)))
      })
      .join(gap)
      .trimEnd(),
  )
}
