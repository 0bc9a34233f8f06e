import type { CellResult } from '../obs/result.js'
import { describeCause } from '../obs/cause.js'
import { quoteCell } from './markdown.js'
import { count as countOf } from '../plural.js'
import { renderTable } from './table.js'

const marks = { succeeded: '✅', failed: '❌', pending: '⏳', skipped: '➖' } as const

/** The results for people: the verdict, every trouble with its cause and where its log is, and all builds folded away. */
export function renderBuilds(cells: readonly CellResult[]): string {
  if (cells.length === 0) return 'No build is known.'
  return [describeBuilds(cells), ...listTroubledBuilds(cells), foldBuilds(cells)].join('\n\n')
}

/** The same under the verdict as its heading, with what a person does next; for a step that waits and does nothing else. */
export function renderWait(cells: readonly CellResult[]): string {
  if (cells.length === 0) return 'No build is known.'
  const has = (state: CellResult['state']) => cells.some((cell) => cell.state === state)
  const next = has('failed')
    ? ['Mend the cause, and push new sources; or `obs-rebuild` restarts what failed.']
    : has('pending')
      ? ['OBS builds on; the same step or command goes on waiting.']
      : []
  return [`### ${describeBuilds(cells)}`, ...next, ...listTroubledBuilds(cells), foldBuilds(cells)].join('\n\n')
}

/** Every build that failed and then every one that has not ended, as a list; nothing when there is none. */
export function listTroubledBuilds(cells: readonly CellResult[]): readonly string[] {
  const troubles = (['failed', 'pending'] as const).flatMap((state) => cells.filter((cell) => cell.state === state))
  return troubles.length === 0 ? [] : [troubles.map(renderTrouble).join('\n')]
}

/** All results as a table that is folded away: a row for each package and builder, a column for each architecture. */
export function foldBuilds(cells: readonly CellResult[]): string {
  const architectures = [...new Set(cells.map(({ architecture }) => architecture))]
  const rows = new Map<string, string[]>()
  for (const cell of cells) {
    const key = `${cell.package} ${cell.builder}`
    const row = rows.get(key) ?? [quoteCell(cell.package), quoteCell(cell.builder), ...architectures.map(() => '')]
    const code = cell.state === 'succeeded' ? '' : ` ${quoteCell(cell.code)}`
    row[2 + architectures.indexOf(cell.architecture)] = `${marks[cell.state]}${code}`
    rows.set(key, row)
  }
  const table = renderTable(['Package', 'Builder', ...architectures.map(quoteCell)], [...rows.values()])
  return `<details><summary>All builds</summary>\n\n${table}\n\n</details>`
}

function describeBuilds(cells: readonly CellResult[]): string {
  const all = countOf(cells.length, 'build')
  if (cells.every(({ state }) => state === 'skipped')) return `${marks.failed} Nothing was built: OBS is told to skip ${all}.`
  const count = (state: CellResult['state']) => cells.filter((cell) => cell.state === state).length
  const [failed, pending, skipped] = [count('failed'), count('pending'), count('skipped')]
  const parts = [
    ...(failed > 0 ? [`${failed} failed`] : []),
    ...(pending > 0 ? [`${pending} not ended`] : []),
    ...(skipped > 0 ? [`${skipped} skipped`] : []),
  ]
  const mark = failed > 0 ? marks.failed : pending > 0 ? marks.pending : marks.succeeded
  if (parts.length === 0) return `${mark} ${cells.length === 1 ? 'The build has' : `All ${all} have`} succeeded.`
  return `${mark} ${count('succeeded')} of ${all} succeeded, ${parts.join(', ')}.`
}

/** Names are perhaps those of a pull request, and causes what a build says. */
function renderTrouble({ package: name, builder, architecture, state, code, reason, link, url }: CellResult): string {
  const cause = quoteCell(describeCause({ code, reason }))
  const log = url === undefined ? '' : ` ([log](${url}))`
  const command = link === '' ? '' : ` — \`${link.replace(/[`\s]+/g, ' ')}\``
  return `- ${marks[state]} ${quoteCell(`${name} ${builder}/${architecture}`)}: ${cause}${log}${command}`
}
