import { packageArchitectures } from '../architecture.js'
import type { ListedPackage, PackageEntry } from '../repository/published-repository.js'
import { identify } from '../repository/stated.js'
import type { Format } from '../format.js'
import type { ExpectedCell, ResultCell } from './request.js'

/** An expected package with what the repository has of it. */
export interface LocatedPackage {
  readonly format: Format
  readonly subject: string
  readonly expected: ExpectedCell
  /** The index's entry, or a sentence that says why there is none. */
  readonly entry: PackageEntry | string
}

/** How an expected package is named in results, e.g. `deb runc 1.1.15 arm64`. */
export function subjectOf(format: Format, cell: ExpectedCell): string {
  const version = cell.literal ?? (cell.release === undefined ? cell.version : `${cell.version}-${cell.release}`)
  return `${format} ${cell.package} ${version} ${packageArchitectures(format, cell.architecture)[0]}`
}

/** The cell that a result is about, with its whole version when the index has it. */
export function cellOf({ format, expected, entry }: LocatedPackage): ResultCell {
  const { package: name, version, release, architecture } = expected
  const asked = release === undefined ? version : `${version}-${release}`
  const [first] = packageArchitectures(format, architecture)
  return { format, package: name, version: typeof entry === 'string' ? asked : entry.version, architecture: first }
}

/** Looks an expected cell up in the index. */
export function locatePackage(
  format: Format,
  expected: ExpectedCell,
  packages: readonly PackageEntry[] | undefined,
  others: readonly ListedPackage[],
): LocatedPackage {
  const entry =
    packages === undefined ? 'the index could not be read, see the check metadata' : findEntry(format, expected, packages, others)
  return { format, subject: subjectOf(format, expected), expected, entry }
}

/**
 * The one entry that is an expected cell's package, or a sentence that says why there is none. Two releases of one
 * version are told apart by the cell's release alone.
 */
export function findEntry(
  format: Format,
  cell: ExpectedCell,
  entries: readonly PackageEntry[],
  others: readonly ListedPackage[] = [],
): PackageEntry | string {
  const architectures: readonly string[] = packageArchitectures(format, cell.architecture)
  const named = [...entries, ...others].filter((entry) => entry.name === cell.package)
  if (named.length === 0) return `the index has no package ${cell.package}: publish it`
  const here = named.filter((entry) => architectures.includes(entry.architecture))
  if (here.length === 0) {
    return `the index has ${cell.package} only for ${list(named.map((entry) => entry.architecture))}: look for a failed build of ${architectures[0]}`
  }
  const all = entries.filter(
    (entry) => entry.name === cell.package && architectures.includes(entry.architecture) && hasVersion(entry.version, cell),
  )
  // Two components may list the same package.
  const matching = [...new Map(all.map((entry) => [`${entry.version} ${entry.path} ${identify(entry.stated)}`, entry])).values()]
  if (matching.length > 1) {
    return `the index has ${cell.package} ${cell.version} for ${architectures[0]} ${matching.length} times: ${list(matching.map(describe))}; state the release or remove all but one`
  }
  return (
    matching[0] ??
    `the index has ${cell.package} for ${architectures[0]} only as ${list(here.map((entry) => entry.version))}: publish the version`
  )
}

/** Whether a version with its release is the one that a cell expects. */
export function hasVersion(version: string, cell: Pick<ExpectedCell, 'version' | 'release' | 'literal'>): boolean {
  if (cell.literal === version) return true
  if (cell.release !== undefined) return version === `${cell.version}-${cell.release}`
  const dash = version.lastIndexOf('-')
  return (dash < 0 ? version : version.slice(0, dash)) === cell.version
}

function describe(entry: PackageEntry): string {
  return `${entry.version} (${entry.path})`
}

function list(values: readonly string[]): string {
  const different = [...new Set(values)]
  const shown = different.slice(-5).join(', ')
  return different.length > 5 ? `${shown} and ${different.length - 5} more` : shown
}
