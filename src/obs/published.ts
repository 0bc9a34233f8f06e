import { ServiceError } from '../error.js'
import { formatSpan } from '../host/measure.js'
import { mapInParallel } from '../host/parallel.js'
import type { Host } from '../host/host.js'
import type { BuiltFile } from './container.js'
import { noEvents, type Events } from './events.js'
import type { Osc } from './osc.js'
import { placesOf, readPublishedNames, requirePublishable, type Place } from './published-place.js'
import type { CellVersions } from '../version/cell-versions.js'

/** A package as users can get it now. */
export interface Released {
  readonly package: string
  readonly project: string
  /** What holds it in the publish project; empty when the build project publishes itself. */
  readonly containers: readonly string[]
  readonly versions: CellVersions
  readonly files: readonly BuiltFile[]
  readonly changed: boolean
}

/**
 * Waits until OBS lists every released file among the published ones. File names are the only trustworthy
 * sign: right after a release the repository's state still says published. A repository that cannot be published is a
 * {@link WorkError}, told at once.
 */
export async function waitUntilPublished(
  released: readonly Released[],
  limits: { timeout: number; interval: number },
  osc: Osc,
  host: Host,
  events: Events = noEvents(host.clock),
): Promise<void> {
  const start = host.clock.now()
  let places = placesOf(released)
  for (let pause = Math.min(1000, limits.interval); ; pause = Math.min(pause * 1.5, limits.interval)) {
    places = await stillMissing(places, osc)
    const first = places[0]
    if (!first) return
    await requirePublishable(first, 'is released', osc)
    if (host.clock.now() - start + pause > limits.timeout) {
      throw new ServiceError({
        url: first.path,
        reason: `${first.files[0]} is released but not published at ${first.path} after ${formatSpan(limits.timeout)}`,
        hint: 'run it again to go on waiting',
        unfinished: true,
      })
    }
    host.log.debug(`waiting for ${first.path} to list ${first.files[0]}`)
    await events.sleep(pause)
  }
}

async function stillMissing(places: readonly Place[], osc: Osc): Promise<readonly Place[]> {
  // One place tells whether it is worth asking for the others.
  const [first, ...rest] = places
  if (!first || !(await isPublished(first, osc))) return places
  const published = await mapInParallel(rest, 4, (place) => isPublished(place, osc))
  return rest.filter((_, index) => published[index] !== true)
}

async function isPublished(place: Place, osc: Osc): Promise<boolean> {
  const listed = await readPublishedNames(place, osc)
  return place.files.every((file) => listed.has(file))
}
