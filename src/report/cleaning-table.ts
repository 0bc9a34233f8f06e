import { quoteCell } from './markdown.js'
import { listProblems } from './problems.js'
import { count } from '../plural.js'
import { renderTable } from './table.js'

/** A version of a package in a publish project, and what becomes of it. */
export type CleaningRow = Readonly<{
  package: string
  version: string
  containers: readonly string[]
  released: string
  goes: boolean
  reason: string
}>

/** A package of a publish project that is left alone. */
export type ForeignRow = Readonly<{ name: string; reason: string }>

/** What there is to say of a cleaning. */
export interface Cleaning {
  readonly mode?: 'check' | 'apply'
  readonly versions?: readonly CleaningRow[]
  readonly foreign?: readonly ForeignRow[]
  readonly removed?: readonly { readonly container: string }[]
  /** Why nothing may go. */
  readonly objection?: string
}

/** What becomes of old versions: the verdict, those that go, and what stays folded away. */
export function renderCleaning(cleaning: Cleaning, problems: readonly string[] = []): string {
  const { mode = 'check', versions = [], foreign = [], removed = [], objection = '' } = cleaning
  if (versions.length + foreign.length === 0) return 'The publish project holds no versions.'
  const gone = new Set(removed.map(({ container }) => container))
  const going = versions.filter(({ goes }) => goes)
  const staying = versions.filter(({ goes }) => !goes)
  const withdrawn = going.filter(({ containers }) => containers.every((name) => gone.has(name)))
  const all = count(versions.length, 'version')
  const title =
    going.length === 0
      ? `${problems.length > 0 ? '❌' : '✅'} Nothing is to be withdrawn: ${versions.length === 1 ? 'the one version stays' : `all ${all} stay`}`
      : mode === 'apply'
        ? `${withdrawn.length === going.length ? '✅' : '❌'} ${withdrawn.length} of ${count(going.length, 'old version')} withdrawn`
        : `${going.length} of ${all} would be withdrawn`
  const rows = going.map((row) => [
    ...[row.package, row.version, formatDay(row.released), row.reason, row.containers.join(', ')],
    ...(mode === 'apply' ? [withdrawn.includes(row) ? 'withdrawn' : 'still there'] : []),
  ])
  return [
    `### ${title}`,
    ...(problems.length > 0 ? [listProblems(problems)] : []),
    ...(mode === 'check' && going.length > 0
      ? [
          objection === ''
            ? 'The mode `apply` withdraws them.'
            : `⚠️ The mode \`apply\` would withdraw nothing now: ${quoteCell(objection)}.`,
        ]
      : []),
    ...(rows.length > 0
      ? [renderTable(['Package', 'Version', 'Released', 'Why', 'Containers', ...(mode === 'apply' ? [''] : [])], rows)]
      : []),
    ...(staying.length > 0
      ? [
          fold(
            `${count(staying.length, 'version')} ${staying.length === 1 ? 'stays' : 'stay'}`,
            renderTable(
              ['Package', 'Version', 'Released', 'Why'],
              staying.map((row) => [row.package, row.version, formatDay(row.released), row.reason]),
            ),
          ),
        ]
      : []),
    ...(foreign.length > 0
      ? [
          fold(
            `${foreign.length} left alone, because the suite did not release ${foreign.length === 1 ? 'it' : 'them'}`,
            renderTable(
              ['Container', 'Why'],
              foreign.map(({ name, reason }) => [name, reason]),
            ),
          ),
        ]
      : []),
  ].join('\n\n')
}

function fold(summary: string, content: string): string {
  return `<details><summary>${summary}</summary>\n\n${content}\n\n</details>`
}

/** `2026-11-27T10:47:36Z` as `2026-11-27 10:47`. */
function formatDay(instant: string): string {
  return instant.replace(/^(\d{4}-\d\d-\d\d)T(\d\d:\d\d).*$/, '$1 $2')
}
