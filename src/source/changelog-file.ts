import { parseLocation, reasonOfRefusal, UserError } from '../error.js'
import { exists, readNamedFile } from '../host/file.js'
import { completeEntries } from '../plan/changelog-source.js'
import type { ChangelogEntry, LocalFile, PlannedPackage } from '../plan/plan.js'
import { parseChangelog } from '../spec/changelog-reader.js'
import { comparePackageVersions } from '../version/order.js'

/** The changelog of a package up to its version, the newest entry first; read now when it is in a file. */
export async function readChangelog({ changelog, version, time }: PlannedPackage): Promise<readonly ChangelogEntry[]> {
  if ('entries' in changelog) return changelog.entries
  const entries = parseChangelog(await readBeside(changelog), time)
  const past = entries.filter((entry) => comparePackageVersions(entry.version, version.package) <= 0)
  return completeEntries(past, version, time)
}

/** Reads a file that a config names; throws a {@link UserError} with the place that names it. */
export async function readBeside({ file, at }: LocalFile, encoding: 'utf8' | 'latin1' = 'utf8'): Promise<string> {
  try {
    return (await readNamedFile(file)).toString(encoding)
  } catch (error) {
    const reason = reasonOfRefusal(error)
    if (reason === undefined) throw error
    const told = (await exists(file)) ? `${file} cannot be read, because ${reason}` : `There is no ${file}`
    const message = `${told}; correct the path, or add the file.`
    throw new UserError([{ message, at: parseLocation(at) }], { cause: error })
  }
}
