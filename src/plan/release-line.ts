import type { Config } from '../config/schema.js'
import { expandTemplate } from '../config/template.js'
import { comparePackageVersions } from '../version/order.js'
import type { Version } from '../version/version.js'

/** The newest version that users of a channel, or of a minor of it, get. */
export interface ReleaseLine {
  /** As its project writes it. */
  readonly version: string
  readonly channel: string
  readonly minor: string
  /** The OBS project that publishes it. */
  readonly project: string
}

/**
 * What is published side by side, by the versions that there are: a line for each channel, and for each minor where the
 * publish project has {minor} in its name. In the order of the config's channels, the newest first.
 * @param newest how many lines of a channel count; all when it is 0
 */
export function listReleaseLines(
  { channels, obs }: Pick<Config, 'channels' | 'obs'>,
  versions: readonly Version[],
  newest = 0,
): readonly ReleaseLine[] {
  const template = obs['publish-project'] ?? obs['build-project']
  const byMinor = template.includes('{minor}')
  const sorted = versions.toSorted((left, right) => comparePackageVersions(right.package, left.package))
  const taken = (kind: Version['kind']) => Object.entries(channels).find(([, each]) => each.versions.includes(kind))?.[0]
  return Object.keys(channels).flatMap((channel) => {
    const own = sorted.filter(({ kind }) => taken(kind) === channel)
    const lines = own.filter(({ minor }, index) =>
      byMinor ? own.findIndex((other) => other.minor === minor) === index : index === 0,
    )
    return lines.slice(0, newest === 0 ? lines.length : newest).map(({ upstream, minor }) => ({
      version: upstream,
      channel,
      minor,
      project: expandTemplate(template, { channel, minor }),
    }))
  })
}
