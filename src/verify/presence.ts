import { subjectOf } from './architecture.js'
import type { Cell } from './cell.js'
import { fail, pass, type Finding } from './finding.js'
import { findEntry } from './found.js'
import { compareFile } from '../repository/index-file.js'
import type { PackageEntry } from '../repository/published-repository.js'
import type { ExpectedCell, Format } from './request.js'
import { staysInside, type Source } from '../repository/remote-files.js'

/** Packages already brought here and found to be what an index states, by their digest. */
export type Shelf = Map<string, string>

/** Looks an expected cell up in the index and, when asked to, downloads its package. */
export async function locateCell(
  format: Format,
  expected: ExpectedCell,
  packages: readonly PackageEntry[] | undefined,
  download: { source: Source; shelf: Shelf } | undefined,
): Promise<{ cell: Cell; finding: Finding }> {
  const subject = subjectOf(format, expected)
  const entry =
    packages === undefined ? 'the index could not be read, see the check metadata' : findEntry(format, expected, packages)
  const cell = { format, subject, expected, entry, file: undefined }
  if (typeof entry === 'string') return { cell, finding: fail('presence', subject, entry) }
  if (download === undefined) return { cell, finding: pass('presence', subject, `${entry.version} is in the index`) }
  const { source, shelf } = download
  if (!staysInside(entry.path))
    return { cell, finding: fail('presence', subject, `the index points outside of the repository, to ${entry.path}`) }
  const { algorithm, digest, size } = entry.stated
  const evidence = `${entry.version} at ${entry.path}, ${size ?? 'all'} bytes with ${algorithm} ${digest}, as the index states`
  const shelved = shelf.get(digest)
  if (shelved !== undefined) return { cell: { ...cell, file: shelved }, finding: pass('presence', subject, evidence) }
  const file = await source.fetch(entry.path)
  if (file === undefined) {
    return {
      cell,
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
      cell: { ...cell, file },
      finding: fail('presence', subject, `${entry.path} ${problem}: it is not the package that was signed for`),
    }
  }
  shelf.set(digest, file)
  return { cell: { ...cell, file }, finding: pass('presence', subject, evidence) }
}
