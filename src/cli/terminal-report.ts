import { fitTable } from './terminal-table.js'

/**
 * A report, which is Markdown, for a person at a terminal: what is folded away is only named, marks and escapes are gone, and
 * tables are no wider than the terminal. Where it goes into a file or a pipe it stays Markdown.
 */
export function showReport(markdown: string, columns: number): string {
  const lines: string[] = []
  let table: string[] = []
  const endTable = () => {
    if (table.length > 0) lines.push(...fitTable(table.map(splitRow), columns))
    table = []
  }
  let isFolded = false
  let isVerbatim = false
  for (const line of markdown.trim().split('\n')) {
    const [, summary] = /^<details><summary>(.*?)<\/summary>/.exec(line) ?? []
    if (summary !== undefined) {
      endTable()
      lines.push(`${plain(summary)}: see --json`)
    }
    isFolded = (isFolded || summary !== undefined) && !line.includes('</details>')
    if (isFolded || line.includes('</details>')) continue
    if (line.startsWith('```')) isVerbatim = !isVerbatim
    else if (isVerbatim) lines.push(line)
    else if (line.startsWith('|')) table.push(line)
    else {
      endTable()
      lines.push(plain(line.replace(/^#+ /, '')))
    }
  }
  endTable()
  return lines.join('\n')
}

/** The cells of a row, without the padding that Markdown has. */
function splitRow(line: string): readonly string[] {
  const cells = line.split(/(?<=(?<!\\)(?:\\\\)*)\|/).slice(1, -1)
  return cells.map((cell) => plain(cell.trim()))
}

/** Text without what Markdown needs: code stays as it is between its marks. */
function plain(text: string): string {
  return text
    .split(/((?<![\\`])`[^`]+`(?!`))/)
    .map((part, index) => (index % 2 === 1 ? part.replaceAll('\\|', '|') : unescape(part)))
    .join('')
}

function unescape(text: string): string {
  return text
    .replace(/(?<!\\)\[([^\]]+)\]\((https?:[^)\s]+)\)/g, '$1 $2')
    .replace(/\\([!-/:-@[-`{-~])/g, '$1')
    .replaceAll('&lt;', '<')
    .replaceAll('&amp;', '&')
}
