import { fitTable } from './terminal-table.js'
import { wrapLine } from './terminal-text.js'

/** A link whose text stands for it, as reports write them. */
const link = /(?<!\\)\[([^\]]+)\]\((https?:[^)\s]+)\)/g

/** A link in brackets of its own; a bracket behind an address would be taken for a part of it. */
const aside = / \(\[([^\]]+)\]\((https?:[^)\s]+)\)\)/g

/** A first line that says that something failed, or has not ended. */
const bad = /^#* *[❌⏳] *(.*?)\.?$/mu

/** The verdict of a report that says itself that something failed: its first line, as a sentence for the end of an output. */
export function verdictOf(markdown: string): string | undefined {
  const verdict = bad.exec(markdown.trim().split('\n')[0] ?? '')?.[1]
  return verdict === undefined ? undefined : `${plain(verdict)}.`
}

/**
 * A report, which is Markdown, for a person at a terminal: what is folded away is only named, at the end, marks and escapes are
 * gone, and lines and tables are no wider than the terminal. Addresses of a table stand whole below it.
 * Where it goes into a file or a pipe it stays Markdown.
 */
export function showReport(markdown: string, columns: number): string {
  const lines: string[] = []
  const folded: string[] = []
  let table: string[] = []
  const endTable = () => {
    if (table.length === 0) return
    lines.push(...fitTable(table.map(splitRow), columns))
    for (const [, text = '', url = ''] of table.join('\n').matchAll(link)) lines.push(`${unescape(text)}: ${url}`)
    table = []
  }
  let isFolded = false
  let isVerbatim = false
  for (const line of markdown.trim().split('\n')) {
    const [, summary] = /^<details><summary>(.*?)<\/summary>/.exec(line) ?? []
    if (summary !== undefined) folded.push(plain(summary))
    isFolded = (isFolded || summary !== undefined) && !line.includes('</details>')
    if (isFolded || line.includes('</details>')) continue
    if (line.startsWith('```')) isVerbatim = !isVerbatim
    else if (isVerbatim) lines.push(line)
    else if (line.startsWith('|')) table.push(line)
    else {
      endTable()
      // What was folded away leaves no gap.
      if (line !== '' || lines.at(-1) !== '') lines.push(...wrapLine(plain(line.replace(/^#+ /, '')), columns, indentOf(line)))
    }
  }
  endTable()
  if (lines.at(-1) === '') lines.pop()
  if (folded.length > 0) lines.push('', ...wrapLine(`--json has also: ${folded.join('; ')}`, columns))
  return lines.join('\n')
}

/** What belongs to a point of a list is indented as far as its text. */
function indentOf(line: string): string {
  return line.startsWith('- ') ? '  ' : ''
}

/** The cells of a row, without the padding that Markdown has. */
function splitRow(line: string): readonly string[] {
  const cells = line.split(/(?<=(?<!\\)(?:\\\\)*)\|/).slice(1, -1)
  return cells.map((cell) => plain(cell.trim().replace(link, '$1')))
}

/** Text without what Markdown needs: code stays as it is between its marks. */
function plain(text: string): string {
  return text
    .split(/((?<![\\`])`[^`]+`(?!`))/)
    .map((part, index) =>
      index % 2 === 1 ? part.replaceAll('\\|', '|') : unescape(part.replace(aside, ', $1: $2').replace(link, '$1 $2')),
    )
    .join('')
}

function unescape(text: string): string {
  return text
    .replace(/\\([!-/:-@[-`{-~])/g, '$1')
    .replaceAll('&lt;', '<')
    .replaceAll('&amp;', '&')
}
