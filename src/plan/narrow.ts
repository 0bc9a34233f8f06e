import { UserError, type Problem } from '../error.js'
import { nearest } from '../nearest.js'
import type { Plan } from './plan.js'

/** The names that are wanted, in the order of those that are known; all when none is wanted. Throws a {@link UserError}. */
export function selectNames(known: readonly string[], wanted: readonly string[], where: string): readonly string[] {
  const problems = wanted.flatMap((name): Problem[] => {
    if (known.includes(name)) return []
    const similar = nearest(name, known)
    const advice = similar === undefined ? `; it has ${known.join(', ')}.` : `; did you mean ${similar}?`
    return [{ message: `There is no package ${name} in ${where}${advice}` }]
  })
  if (problems.length > 0) throw new UserError(problems)
  return wanted.length === 0 ? known : known.filter((name) => wanted.includes(name))
}

/** The same plan for some of its packages only; empty means all. Throws a {@link UserError} for one that it lacks. */
export function narrowPlan(plan: Plan, wanted: readonly string[]): Plan {
  const names = selectNames(
    plan.packages.map(({ name }) => name),
    wanted,
    'the plan',
  )
  return {
    ...plan,
    packages: plan.packages.filter(({ name }) => names.includes(name)),
    cells: plan.cells.filter((cell) => names.includes(cell.package)),
  }
}
