import type { ArchitectureNames } from '../architecture.js'
import { entriesAt, listFiles, type PackagedFile } from '../config/installed.js'
import type { Format, Package } from '../config/schema.js'
import type { Plan, PlannedPackage } from '../plan/planner.js'

/** An entry of a package's changelog. */
export interface ChangelogEntry {
  /** As packages carry it. */
  readonly version: string
  /** Seconds since the epoch. */
  readonly time: number
  /** One change a line, without bullets. */
  readonly changes: readonly string[]
}

/** Everything a spec is written from. */
export interface SpecModel {
  readonly planned: PlannedPackage
  readonly pkg: Package
  /** The names of the architectures it is planned for, in the plan's order. */
  readonly architectures: readonly ArchitectureNames[]
  readonly files: readonly PackagedFile[]
  /** The newest first; the first is about this version. */
  readonly changelog: readonly ChangelogEntry[]
}

/** Gathers what a spec is written from. */
export function specModel(planned: PlannedPackage, pkg: Package, plan: Plan, changelog: readonly ChangelogEntry[]): SpecModel {
  const architectures = planned.architectures.flatMap((name) => plan.architectures.find(({ obs }) => obs === name) ?? [])
  return { planned, pkg, architectures, files: listFiles(pkg, planned.version), changelog }
}

/** The units of a package, by name, in the order of the config. */
export function unitsOf({ pkg, planned }: SpecModel): { name: string; restart: boolean; formats: readonly Format[] }[] {
  const both: readonly Format[] = ['deb', 'rpm']
  return entriesAt(pkg.units, planned.version).map(([name, { restart, formats = both }]) => ({ name, restart, formats }))
}
