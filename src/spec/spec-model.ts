import { namesOf, noarch, type ArchitectureNames } from '../architecture.js'
import type { ChangelogEntry, PlannedPackage } from '../plan/plan.js'

/** Everything a spec is written from. */
export interface SpecModel {
  readonly planned: PlannedPackage
  /** The names of the architectures it is planned for, in the plan's order. */
  readonly architectures: readonly ArchitectureNames[]
  /** The newest first; the first is about this version. */
  readonly changelog: readonly ChangelogEntry[]
  /** The text of the licence, as far as it is known. */
  readonly license: string
}

/** Whether the package fits every machine. */
export function isForEveryMachine({ planned }: SpecModel): boolean {
  return planned.architectures.includes(noarch)
}

/** Gathers what a spec is written from. */
export function specModel(
  planned: PlannedPackage,
  known: readonly ArchitectureNames[],
  changelog: readonly ChangelogEntry[],
  license: string,
): SpecModel {
  const architectures = planned.architectures.flatMap((name) =>
    name === noarch ? namesOf(name) : (known.find(({ obs }) => obs === name) ?? []),
  )
  return { planned, architectures, changelog, license }
}
