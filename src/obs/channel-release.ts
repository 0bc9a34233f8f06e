import type { Host } from '../host/host.js'
import type { Cell } from '../plan/plan.js'
import type { BinaryPlace } from './built-binary.js'
import { findReleases, missingCells } from './container.js'
import { noEvents, type Events } from './events.js'
import type { Osc } from './osc.js'
import { waitUntilPublished, type Released } from './published.js'
import { readVersions } from './published-version.js'
import { settleRelease } from './release-request.js'

export interface ChannelRelease {
  /** Where the packages are published, and where they are to be published as well. */
  readonly project: string
  readonly target: string
  /** The srcmd5 of each package's sources. */
  readonly srcmd5: ReadonlyMap<string, string>
  /** The containers that hold them. */
  readonly places: readonly BinaryPlace[]
  /** Milliseconds that publishing may take. */
  readonly timeout: number
  readonly interval: number
  readonly events?: Events
}

/**
 * Releases what one publish project holds into another, as it is: nothing is built. By repository and package, each once,
 * as {@link settleRelease} does; what is there already stays. Waits until OBS has published all of it.
 */
export async function releaseToChannel(request: ChannelRelease, osc: Osc, host: Host): Promise<readonly Released[]> {
  const { project, target, srcmd5, places, timeout } = request
  const releases = await findReleases(target, srcmd5, osc)
  const released: Released[] = []
  for (const [name, sources] of srcmd5) {
    const own = places.filter((place) => place.package === name)
    const cells = own.flatMap(({ builder, architectures }): readonly Cell[] =>
      architectures.map((architecture) => ({ package: name, builder, architecture })),
    )
    const release = releases.get(name) ?? { containers: [], files: [] }
    const missing = missingCells(release, cells)
    const source = (repository: string) => own.find(({ builder }) => builder === repository)?.container ?? name
    const open = { project, target, name, srcmd5: sources, cells, release, missing, repositories: [], timeout, source }
    if (missing.length === 0) host.log.info(`${name} is in ${target} already, as ${release.containers.join(' and ')}`)
    const { containers, files } = missing.length === 0 ? release : await settleRelease(open, osc, host)
    const versions = readVersions(cells, files)
    released.push({ package: name, project: target, containers, versions, files, changed: missing.length > 0 })
  }
  await waitUntilPublished(released, request, osc, host, request.events ?? noEvents(host.clock))
  return released
}
