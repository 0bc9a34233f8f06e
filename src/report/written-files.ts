import { basename } from 'node:path'
import { quoteCell } from './markdown.js'
import { count, renderTable } from './table.js'

/** Files that were written, one for each package, below one folder. */
export function renderFiles(noun: string, folder: string, files: Readonly<Record<string, string>>): string {
  const rows = Object.entries(files).map(([name, file]) => [name, basename(file)])
  return [
    `### ${count(rows.length, noun)} written`,
    `In ${quoteCell(`\`${folder}\``)}.`,
    renderTable(['Package', 'File'], rows),
  ].join('\n\n')
}
