import type { LoadedConfig } from '../config/config.js'
import type { Package } from '../config/schema.js'
import { expandTemplate } from '../config/template.js'
import type { Version } from '../version/version.js'
import { listLine, releaseTime, type History } from './history.js'
import type { ChangelogEntry, PlannedPackage } from './plan.js'
import { localFile } from './planned-file.js'

/** Where a package's changelog comes from: a file that is read later, or entries that are known now. */
export function planChangelog(
  name: string,
  pkg: Package,
  version: Version,
  history: History,
  loaded: LoadedConfig,
): PlannedPackage['changelog'] {
  const { file, template, git } = pkg.changelog ?? {}
  const time = releaseTime(version, history)
  if (file !== undefined) return localFile(loaded, ['packages', name, 'changelog', 'file'], file)
  if (git !== undefined) return { entries: completeEntries(listLine(version, history), version, time) }
  if (template === undefined) return { entries: [announce(version, time)] }
  const values = {
    version: version.upstream,
    'package-version': version.package,
    minor: version.minor,
    package: name,
    url: pkg.url,
  }
  const changes = expandTemplate(template, values).trim().split('\n')
  return { entries: [{ version: version.package, time, changes }] }
}

/**
 * Entries, the newest first, with one about the version that is packaged, whether or not somebody wrote about it, and
 * with no date younger than the one before: rpmbuild refuses a changelog that goes back and forth.
 */
export function completeEntries(past: readonly ChangelogEntry[], version: Version, time: number): ChangelogEntry[] {
  const added = announce(version, Math.max(time, past[0]?.time ?? 0))
  const entries = past.some((entry) => entry.version === version.package) ? past : [added, ...past]
  let latest = Infinity
  return entries.map((entry) => {
    latest = Math.min(latest, entry.time)
    return { ...entry, time: latest }
  })
}

function announce(version: Version, time: number): ChangelogEntry {
  return { version: version.package, time, changes: [`Version ${version.upstream}.`] }
}
