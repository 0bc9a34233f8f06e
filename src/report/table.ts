/** A Markdown table that also reads well as plain text. A cell that was quoted for one already is left as it is. */
export function renderTable(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const escaped = [head, ...rows].map((row) => row.map((cell) => escapePipes(cell.replace(/\s*\n\s*/g, ' '))))
  const widths = head.map((_, column) => Math.max(3, ...escaped.map((row) => row[column]?.length ?? 0)))
  const write = (row: readonly string[]) => `| ${row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join(' | ')} |`
  const [first = [], ...rest] = escaped
  return [write(first), `| ${widths.map((width) => '-'.repeat(width)).join(' | ')} |`, ...rest.map(write)].join('\n')
}

/** A pipe ends a cell unless a backslash is before it that is no escaped one itself; text that was quoted before has it. */
function escapePipes(cell: string): string {
  return cell.replace(/(\\*)\|/g, (found, slashes: string) => (slashes.length % 2 === 1 ? found : `${slashes}\\|`))
}
