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

/** What becomes of every version, as Markdown. */
export function renderCleaning({
  mode = 'check',
  versions = [],
  foreign = [],
  removed = [],
}: {
  readonly mode?: 'check' | 'apply'
  readonly versions?: readonly CleaningRow[]
  readonly foreign?: readonly ForeignRow[]
  readonly removed?: readonly { readonly container: string }[]
}): string {
  if (versions.length + foreign.length === 0) return 'The publish project holds no versions.'
  const gone = new Set(removed.map(({ container }) => container))
  const going = versions.filter(({ goes }) => goes)
  const fate = ({ goes, containers }: CleaningRow) => {
    if (!goes) return 'stays'
    if (containers.every((name) => gone.has(name))) return 'withdrawn'
    return mode === 'check' ? 'would go' : 'not withdrawn'
  }
  const head = ['Package', 'Version', 'Released', '', 'Why', 'Containers']
  const rows = versions.map((row) => [
    ...[row.package, row.version, row.released, fate(row), row.reason],
    row.containers.join(', '),
  ])
  const title = mode === 'check' ? `${going.length} of ${versions.length} would go` : `${gone.size} containers withdrawn`
  return [
    `### Old versions: ${title}`,
    '',
    renderTable(head, rows),
    ...(foreign.length === 0
      ? []
      : [
          '',
          'Left alone, because the suite did not release it:',
          '',
          renderTable(
            ['Container', 'Why'],
            foreign.map(({ name, reason }) => [name, reason]),
          ),
        ]),
  ].join('\n')
}
