import type { ArchitectureNames } from '../architecture.js'
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

/** Gathers what a spec is written from. */
export function specModel(
  planned: PlannedPackage,
  known: readonly ArchitectureNames[],
  changelog: readonly ChangelogEntry[],
  license: string,
): SpecModel {
  const architectures = planned.architectures.flatMap((name) => known.find(({ obs }) => obs === name) ?? [])
  return { planned, architectures, changelog, license }
}
