import { addArchitectures, chooseArchitectures, type ArchitectureNames } from '../architecture.js'
import { UserError } from '../error.js'
import { nearest } from '../nearest.js'
import type { Cell } from '../plan/plan.js'

/** What of a project is judged: empty means all. */
export interface Narrowing {
  readonly repositories?: readonly string[]
  /** By any of their names. */
  readonly architectures?: readonly string[]
}

/** The cells in some repositories and on some architectures. Throws a {@link UserError} for a name that selects nothing. */
export function narrowCells(
  cells: readonly Cell[],
  { repositories = [], architectures = [] }: Narrowing,
  added: readonly ArchitectureNames[] = [],
): readonly Cell[] {
  const known = [...new Set(cells.map(({ builder }) => builder))]
  const unknown = repositories.find((name) => !known.includes(name))
  if (unknown !== undefined) {
    const similar = nearest(unknown, known)
    const advice = similar === undefined ? `there are ${known.join(', ')}.` : `did you mean ${similar}?`
    throw new UserError(`Input \`repositories\` names ${unknown}, in which nothing is built; ${advice}`)
  }
  const available = [...new Set(cells.map(({ architecture }) => architecture))]
  const chosen =
    architectures.length === 0
      ? available
      : chooseArchitectures({ input: 'architectures', names: architectures, available, known: addArchitectures(added) })
  return cells.filter(
    ({ builder, architecture }) => (repositories.length === 0 || repositories.includes(builder)) && chosen.includes(architecture),
  )
}
