import { expandTemplate } from '../config/template.js'
import type { Config } from '../config/schema.js'
import { readTag, type Version } from '../version/version.js'
import { packageVersion } from './planner.js'

/** A build project that a config may mean, by channel and minor. */
export interface BuildPlace {
  readonly project: string
  /** Undefined where one project builds for all channels. */
  readonly channel: string | undefined
}

type Naming = Pick<Config, 'obs' | 'channels' | 'versions'>

/**
 * The build projects of a config, each once.
 * @param channel only those of this one
 * @param minors what {minor} may stand for
 */
export function listBuildPlaces(
  { obs, channels }: Naming,
  channel: string | undefined,
  minors: readonly string[],
): readonly BuildPlace[] {
  const template = obs['build-project']
  const hasChannel = template.includes('{channel}')
  const names = channel !== undefined || !hasChannel ? [channel] : Object.keys(channels)
  const numbers = template.includes('{minor}') ? [...new Set(minors)] : ['']
  return names.flatMap((name) =>
    numbers.map((minor) => ({ project: expandTemplate(template, { channel: name ?? '', minor }), channel: name })),
  )
}

/**
 * The package whose version says that of the product: one without a version of its own, if there is any.
 * @param names the packages that are asked for; empty means all
 */
export function choosePackage({ packages }: Pick<Config, 'packages'>, names: readonly string[]): string | undefined {
  const chosen = names.length > 0 ? names.filter((name) => Object.hasOwn(packages, name)) : Object.keys(packages)
  return chosen.find((name) => packages[name]?.version === undefined) ?? chosen[0]
}

/**
 * The version of the product by which a package has the version that its sources say: of those that are known the first, else
 * as packages carry it. Undefined when there is none that belongs into that project.
 */
export function recogniseVersion(
  { project, channel }: BuildPlace,
  packaged: string,
  name: string,
  known: readonly Version[],
  config: Naming & Pick<Config, 'packages'>,
): Version | undefined {
  const pkg = config.packages[name]
  const hyphened = [packaged.replace('~', '-'), packaged].flatMap((text) => readTag(text, config.versions) ?? [])
  const candidates = pkg?.version === undefined ? [...known, ...hyphened] : known
  return candidates.find((version) => {
    const own = pkg && packageVersion(pkg, version, config.versions)
    if (!own || 'problem' in own || own.version.package !== packaged) return false
    const takes = Object.entries(config.channels).filter(([, { versions }]) => versions.includes(version.kind))
    return takes.some(
      ([each]) =>
        (channel === undefined || channel === each) &&
        expandTemplate(config.obs['build-project'], { channel: each, minor: version.minor }) === project,
    )
  })
}
