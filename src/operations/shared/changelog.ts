import { resolve } from 'node:path'
import type { LoadedConfig } from '../../config/config.js'
import type { Package } from '../../config/schema.js'
import { expandTemplate } from '../../config/template.js'
import { reasonOfRefusal, UserError } from '../../error.js'
import { exists, readNamedFile } from '../../host/file.js'
import type { Host } from '../../host/host.js'
import type { PlannedPackage } from '../../release/plan.js'
import { descend, parseChangelog } from '../../spec/history.js'
import type { ChangelogEntry } from '../../spec/model.js'
import { comparePackageVersions } from '../../version/order.js'
import { listTags, releaseTime } from './checkout.js'
import type { Planned } from './target.js'

/** The changelog of a package up to the planned version, from where its config says. */
export async function readChangelog(
  planned: PlannedPackage,
  { loaded }: Planned,
  host: Host,
): Promise<readonly ChangelogEntry[]> {
  const pkg = loaded.config.packages[planned.name]
  const source = pkg?.changelog
  const time = await releaseTime(planned.version, host)
  const own = planned.version.package
  if (pkg === undefined || source === undefined)
    return [{ version: own, time, changes: [`Version ${planned.version.upstream}.`] }]
  if (source.template !== undefined) {
    const text = expandTemplate(source.template, placeholders(planned, pkg))
    return [{ version: own, time, changes: text.trim().split('\n') }]
  }
  const entries =
    source.file === undefined ? await fromTags(host) : parseChangelog(await readOwn(loaded, planned, source.file), time)
  const past = entries.filter(({ version }) => comparePackageVersions(version, own) <= 0)
  // The newest entry is about the version that is packaged, whether or not somebody wrote about it.
  const added = { version: own, time: Math.max(time, past[0]?.time ?? 0), changes: [`Version ${planned.version.upstream}.`] }
  return descend(past.some(({ version }) => version === own) ? past : [added, ...past])
}

function placeholders({ name, version }: PlannedPackage, { url }: Package): Record<string, string> {
  return { version: version.upstream, 'package-version': version.package, minor: version.minor, package: name, url }
}

async function fromTags(host: Host): Promise<ChangelogEntry[]> {
  const tags = await listTags(host)
  return tags.map(({ version, time, message }) => ({
    version: version.package,
    time,
    changes: [message || `Version ${version.upstream}.`],
  }))
}

async function readOwn(loaded: LoadedConfig, { name }: PlannedPackage, file: string): Promise<string> {
  const key = ['packages', name, 'changelog', 'file']
  return readBeside(loaded, key, file)
}

/** Reads a file that a config names; throws a {@link UserError} with the place that names it. */
export async function readBeside(loaded: LoadedConfig, key: readonly string[], file: string): Promise<string> {
  const path = resolve(loaded.folderOf(key), file)
  try {
    return (await readNamedFile(path)).toString()
  } catch (error) {
    const reason = reasonOfRefusal(error)
    if (reason === undefined) throw error
    const told = (await exists(path)) ? `${path} cannot be read, because ${reason}` : `there is no ${path}`
    throw new UserError([{ message: `${key.join('.')} names ${file}, and ${told}.`, at: loaded.locate(key) }], { cause: error })
  }
}
