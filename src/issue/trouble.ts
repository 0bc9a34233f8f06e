import { nameCell } from '../obs/result.js'
import { sortByUrgency } from '../report/urgency.js'
import type { CellRow, CheckRow } from '../report/rows.js'

/** What is wrong with a subject, as far as anybody has looked. */
export interface Trouble {
  /** The builds that failed. */
  readonly failed: readonly CellRow[]
  /** The builds that had not ended. */
  readonly pending: readonly CellRow[]
  /** Of how many builds. */
  readonly cells: number
  /** The checks that did not pass, worst first. */
  readonly unpassed: readonly CheckRow[]
  /** Of how many checks. */
  readonly checks: number
}

/** What the rows of obs-wait and verify-repo say together. */
export function describeTrouble(cells: readonly CellRow[], rows: readonly CheckRow[]): Trouble {
  return {
    failed: cells.filter(({ state }) => state === 'failed'),
    pending: cells.filter(({ state }) => state === 'pending'),
    cells: cells.length,
    unpassed: sortByUrgency(rows.filter(({ passed }) => !passed)),
    checks: rows.length,
  }
}

/** Names of all that fails, sorted: the same in another night, whose versions are others. */
export function nameTroubles({ failed, unpassed }: Trouble): readonly string[] {
  const names = [
    ...failed.map((row) => nameCell(row)),
    ...unpassed.map(({ check, subject, cell }) =>
      cell === undefined ? `${check} of ${subject}` : `${check} of ${cell.format} ${cell.package} ${cell.architecture}`,
    ),
  ]
  return [...new Set(names)].toSorted()
}
