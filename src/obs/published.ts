import { ServiceError, WorkError } from '../error.js'
import { mapInParallel } from '../host/parallel.js'
import type { Host } from '../host/host.js'
import { publishedFolder, type BuiltFile } from './container.js'
import { noEvents, type Events } from './events.js'
import { apiPath, type Osc } from './osc.js'
import type { CellVersions } from '../version/cell-versions.js'
import { childrenOf, parseXml } from '../xml.js'

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
    await requirePublishable(first, osc)
    if (host.clock.now() - start + pause > limits.timeout) {
      throw new ServiceError({
        url: first.path,
        reason: `${first.files[0]} is released but not published after ${Math.round(limits.timeout / 60_000)} minutes`,
        hint: 'run it again to go on waiting',
      })
    }
    host.log.debug(`waiting for ${first.path} to list ${first.files[0]}`)
    await events.sleep(pause)
  }
}

/** Where OBS lists published files: the index of a deb repository, which is flat, or the folder of an architecture. */
interface Place {
  readonly project: string
  readonly repository: string
  readonly path: string
  readonly files: readonly string[]
}

function placesOf(released: readonly Released[]): readonly Place[] {
  const places = new Map<string, Place>()
  for (const { project, files } of released) {
    for (const { repository, file } of files) {
      const part = file.endsWith('.deb') ? 'Packages' : publishedFolder(file)
      const path = apiPath(['published', project, repository, part])
      const known = places.get(path)?.files ?? []
      places.set(path, { project, repository, path, files: [...known, file] })
    }
  }
  return [...places.values()]
}

async function stillMissing(places: readonly Place[], osc: Osc): Promise<readonly Place[]> {
  // One place tells whether it is worth asking for the others.
  const [first, ...rest] = places
  if (!first || !(await isPublished(first, osc))) return places
  const published = await mapInParallel(rest, 4, (place) => isPublished(place, osc))
  return rest.filter((_, index) => published[index] !== true)
}

async function isPublished({ path, files }: Place, osc: Osc): Promise<boolean> {
  const text = await osc.read(path)
  if (text === undefined) return false
  const listed = path.endsWith('/Packages')
    ? new Set([...text.matchAll(/^Filename: (?:.*\/)?([^/\n]+)$/gm)].map(([, name]) => name))
    : new Set(childrenOf(parseXml(text), 'entry').map(({ attributes }) => attributes['name']))
  return files.every((file) => listed.has(file))
}

async function requirePublishable({ project, repository }: Place, osc: Osc): Promise<void> {
  const text = await osc.read(
    apiPath(
      ['build', project, '_result'],
      [
        ['repository', repository],
        ['view', 'summary'],
      ],
    ),
  )
  const rows = text === undefined ? [] : childrenOf(parseXml(text), 'result').map(({ attributes }) => attributes)
  const broken = rows.find(({ state, code }) => ['broken', 'publishfailed'].includes(state ?? code ?? ''))
  if (broken === undefined) return
  const words = broken['details'] === undefined ? '' : `: ${broken['details']}`
  throw new WorkError(
    `${project}/${repository} is released and OBS cannot publish it, its state is ${broken['state'] ?? broken['code']}${words}; its maintainers or the administrator of that OBS must mend it, then run this again.`,
  )
}
