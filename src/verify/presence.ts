import { packageArchitectures } from '../architecture.js'
import { compareFile } from '../repository/index-file.js'
import type { PackageEntry } from '../repository/published-repository.js'
import { staysInside, type RemoteFiles } from '../repository/remote-files.js'
import type { Format } from '../format.js'
import { fail, pass, type Finding } from './finding.js'
import type { ExpectedCell } from './request.js'

/** An expected package with what the repository has of it. */
export interface LocatedPackage {
  readonly format: Format
  readonly subject: string
  readonly expected: ExpectedCell
  /** The index's entry, or a sentence that says why there is none. */
  readonly entry: PackageEntry | string
  /** The downloaded package; undefined when it is not there or was not asked for. */
  readonly file: string | undefined
}

/** How an expected package is named in results, e.g. `deb runc 1.1.15 arm64`. */
export function subjectOf(format: Format, cell: ExpectedCell): string {
  const version = cell.release === undefined ? cell.version : `${cell.version}-${cell.release}`
  return `${format} ${cell.package} ${version} ${packageArchitectures(format, cell.architecture)[0]}`
}

/** Packages already brought here and found to be what an index states, by their digest. */
export type Shelf = Map<string, string>

/** Looks an expected cell up in the index and, when asked to, downloads its package. */
export async function locatePackage(
  format: Format,
  expected: ExpectedCell,
  packages: readonly PackageEntry[] | undefined,
  download: { source: RemoteFiles; shelf: Shelf } | undefined,
): Promise<{ located: LocatedPackage; finding: Finding }> {
  const subject = subjectOf(format, expected)
  const entry =
    packages === undefined ? 'the index could not be read, see the check metadata' : findEntry(format, expected, packages)
  const located = { format, subject, expected, entry, file: undefined }
  if (typeof entry === 'string') return { located, finding: fail('presence', subject, entry) }
  if (download === undefined) return { located, finding: pass('presence', subject, `${entry.version} is in the index`) }
  const { source, shelf } = download
  if (!staysInside(entry.path))
    return { located, finding: fail('presence', subject, `the index points outside of the repository, to ${entry.path}`) }
  const { algorithm, digest, size } = entry.stated
  const evidence = `${entry.version} at ${entry.path}, ${size ?? 'all'} bytes with ${algorithm} ${digest}, as the index states`
  const shelved = shelf.get(digest)
  if (shelved !== undefined) return { located: { ...located, file: shelved }, finding: pass('presence', subject, evidence) }
  const file = await source.fetch(entry.path)
  if (file === undefined) {
    return {
      located,
      finding: fail(
        'presence',
        subject,
        `${entry.path} is in the index but not at ${source.url}: wait for the download network or publish again`,
      ),
    }
  }
  const problem = await compareFile(file, entry.stated)
  if (problem !== undefined) {
    return {
      located: { ...located, file },
      finding: fail('presence', subject, `${entry.path} ${problem}: it is not the package that was signed for`),
    }
  }
  shelf.set(digest, file)
  return { located: { ...located, file }, finding: pass('presence', subject, evidence) }
}

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
