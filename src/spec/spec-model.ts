import { namesOf, noarch, type ArchitectureNames } from '../architecture.js'
import type { ChangelogEntry, PlannedPackage } from '../plan/plan.js'
import { specFor } from '../plan/variant.js'

/** Everything a spec is written from. */
export interface SpecModel {
  /** The name of the spec without its ending. */
  readonly name: string
  /** The only builder that takes it; undefined for the spec of all others. */
  readonly builder?: string | undefined
  /** The package as it is in this spec. */
  readonly planned: PlannedPackage
  /** The package with all that differs between its specs. */
  readonly whole: PlannedPackage
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

/**
 * Gathers what a spec is written from.
 * @param builder one that takes the spec; default: one that has no spec of its own
 */
export function specModel(
  whole: PlannedPackage,
  known: readonly ArchitectureNames[],
  changelog: readonly ChangelogEntry[],
  license: string,
  builder = '',
): SpecModel {
  const architectures = whole.architectures.flatMap((name) =>
    name === noarch ? namesOf(name) : (known.find(({ obs }) => obs === name) ?? []),
  )
  return { ...specFor(whole, builder), whole, architectures, changelog, license }
}
