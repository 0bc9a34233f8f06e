import { basename } from 'node:path'
import { count } from '../plural.js'
import { renderTable } from './table.js'

/** Files that were written, one for each package, below one folder. */
export function renderFiles(noun: string, folder: string, files: Readonly<Record<string, string>>): string {
  const rows = Object.entries(files).map(([name, file]) => [name, basename(file)])
  return [`### ${count(rows.length, noun)} written`, `In ${folder}.`, renderTable(['Package', 'File'], rows)].join('\n\n')
}
