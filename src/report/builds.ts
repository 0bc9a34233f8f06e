import type { CellResult } from '../obs/result.js'
import { renderTable } from './table.js'

const marks = { succeeded: '✅', failed: '❌', pending: '⏳', skipped: '➖' } as const

/** The results as a table: a row for each package and builder, a column for each architecture; then every trouble in words. */
export function renderBuilds(cells: readonly CellResult[]): string {
  const architectures = [...new Set(cells.map(({ architecture }) => architecture))]
  const rows = new Map<string, string[]>()
  for (const cell of cells) {
    const key = `${cell.package} ${cell.builder}`
    const row = rows.get(key) ?? [cell.package, cell.builder, ...architectures.map(() => '')]
    row[2 + architectures.indexOf(cell.architecture)] = `${marks[cell.state]}${cell.state === 'succeeded' ? '' : ` ${cell.code}`}`
    rows.set(key, row)
  }
  const troubles = cells.filter(({ state }) => state === 'failed' || state === 'pending')
  const words = troubles.map(
    ({ package: name, builder, architecture, reason, link, url }) =>
      `- ${name} ${builder}/${architecture}: ${reason || 'still building'} (\`${link}\`${url === undefined ? '' : `, [log](${url})`})`,
  )
  return [
    renderTable(['Package', 'Builder', ...architectures], [...rows.values()]),
    ...(words.length > 0 ? ['', ...words] : []),
  ].join('\n')
}
