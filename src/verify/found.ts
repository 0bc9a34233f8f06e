import { packageArchitectures } from './architecture.js'
import type { PackageEntry } from '../repository/published-repository.js'
import type { ExpectedCell, Format } from './request.js'

/**
 * The one entry that is an expected cell's package, or a sentence that says why there is none. Two releases of one
 * version are told apart by the cell's release alone.
 */
export function findEntry(format: Format, cell: ExpectedCell, entries: readonly PackageEntry[]): PackageEntry | string {
  const architectures: readonly string[] = packageArchitectures(format, cell.architecture)
  const named = entries.filter((entry) => entry.name === cell.package)
  if (named.length === 0) return `the index has no package ${cell.package}: publish it`
  const here = named.filter((entry) => architectures.includes(entry.architecture))
  if (here.length === 0) {
    return `the index has ${cell.package} only for ${list(named.map((entry) => entry.architecture))}: look for a failed build of ${architectures[0]}`
  }
  const matching = here.filter((entry) => hasVersion(entry.version, cell))
  if (matching.length > 1) {
    return `the index has ${cell.package} ${cell.version} for ${architectures[0]} ${matching.length} times: ${list(matching.map(describe))}; state the release or remove all but one`
  }
  return (
    matching[0] ??
    `the index has ${cell.package} for ${architectures[0]} only as ${list(here.map((entry) => entry.version))}: publish the version`
  )
}

function hasVersion(version: string, cell: ExpectedCell): boolean {
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
