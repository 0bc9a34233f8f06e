import type { LoadedConfig } from '../config/config.js'
import { UserError } from '../error.js'
import type { Host } from '../host/host.js'
import { mapInParallel } from '../host/parallel.js'
import { choosePackage, listBuildPlaces, recogniseVersion, type BuildPlace } from '../plan/build-place.js'
import type { Plan } from '../plan/plan.js'
import { comparePackageVersions } from '../version/order.js'
import type { Version } from '../version/version.js'
import { readHistory, requireTags } from './checkout.js'
import { builtWord } from './wanted-version.js'

/** What the build projects say. */
export interface Builds {
  /** The version of a package's sources, as packages carry it; undefined when the project holds none. */
  version(project: string, name: string): Promise<string | undefined>
  hasFailed(plan: Plan): Promise<boolean>
}

/** A version that is built now, where, and its channel. */
export interface BuiltVersion {
  readonly version: string
  readonly project: string
  /** Undefined where the version decides. */
  readonly channel: string | undefined
}

/**
 * The version that the build project holds, of several projects that of the one in which builds have failed. Throws a
 * {@link UserError} that lists those there are when that does not decide.
 * @param makePlan the plan of one of them
 */
export async function findBuiltVersion(
  { config }: LoadedConfig,
  wanted: { readonly channel?: string | undefined; readonly packages: readonly string[] },
  builds: Builds,
  makePlan: (built: BuiltVersion) => Promise<Plan>,
  host: Host,
): Promise<BuiltVersion> {
  const { channel } = wanted
  if (channel !== undefined && !Object.hasOwn(config.channels, channel))
    throw new UserError(`There is no channel ${channel}; the config has ${Object.keys(config.channels).join(', ')}.`)
  const name = choosePackage(config, wanted.packages)
  if (name === undefined)
    throw new UserError('Input `packages` names none of the config, so no build project can be asked for it.')
  if (config.obs['build-project'].includes('{minor}')) await requireTags(host, `Version ${builtWord}`)
  const known = await listTagged(config, host)
  const places = listBuildPlaces(
    config,
    channel,
    known.map(({ minor }) => minor),
  )
  const asked = await mapInParallel(places, 4, async (place) => ({ place, packaged: await builds.version(place.project, name) }))
  const found: BuiltVersion[] = []
  for (const { place, packaged } of asked) {
    if (packaged === undefined) continue
    const version = recogniseVersion(place, packaged, name, known, config)
    if (version === undefined)
      host.log.warning(`${place.project}/${name} is of version ${packaged}, which does not belong there.`)
    else found.push({ project: place.project, channel: place.channel, version: version.upstream })
  }
  return choose(found, places, name, builds, makePlan)
}

/** The versions of the tags, the highest first. */
async function listTagged({ versions, tag }: LoadedConfig['config'], host: Host): Promise<readonly Version[]> {
  const { tags } = await readHistory(host, false, versions, tag)
  return tags.map(({ version }) => version).toSorted((left, right) => comparePackageVersions(right.package, left.package))
}

async function choose(
  found: readonly BuiltVersion[],
  places: readonly BuildPlace[],
  name: string,
  builds: Builds,
  makePlan: (built: BuiltVersion) => Promise<Plan>,
): Promise<BuiltVersion> {
  if (found.length === 0) {
    const where = places.map(({ project }) => project).join(', ') || 'no project, because no tag is a version'
    throw new UserError(`No build project holds ${name}, as far as the account may see (looked at ${where}); give \`version\`.`)
  }
  const [only] = found
  if (only !== undefined && found.length === 1) return only
  const failed: BuiltVersion[] = []
  for (const each of found) if (await builds.hasFailed(await makePlan(each))) failed.push(each)
  const [broken] = failed
  if (broken !== undefined && failed.length === 1) return broken
  const rest = failed.length > 0 ? failed : found
  const why = failed.length > 0 ? 'builds have failed in several projects' : 'no build has failed, and several projects hold one'
  throw new UserError(
    `Version ${builtWord} is not clear, because ${why}; give \`version\`: ${rest.map(({ version, project }) => `${version} in ${project}`).join(', or ')}.`,
  )
}
