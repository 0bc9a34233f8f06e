import { ServiceError, WorkError } from '../error.js'
import type { Host } from '../host/host.js'
import { formatSpan } from '../host/measure.js'
import { mapInParallel } from '../host/parallel.js'
import { listAllFiles, type BuiltFile } from './container.js'
import { readInventory, type ReleasedContainer, type ReleasePlace } from './inventory.js'
import { apiPath, type Osc } from './osc.js'
import { placesOf, readPublishedNames, requirePublishable } from './published-place.js'
import { decideWithdrawal, type Decided } from './withdrawal-decision.js'
import { childrenOf, parseXml } from '../xml.js'

export interface WithdrawalRequest extends ReleasePlace {
  /** What goes, as it was when that was decided. */
  readonly containers: readonly Decided[]
  /** Why, for OBS's history. */
  readonly reason: string
  /** Milliseconds that publishing may take. */
  readonly timeout: number
  readonly interval: number
}

/** Milliseconds in which a deletion whose answer was lost shows. */
const signTime = 30_000
const pause = 2000

/**
 * Withdraws exactly these containers of a publish project and waits until OBS has published the repositories without them.
 * Before the first effect each must be what was decided on, sources and files, and what the suite released; else a
 * {@link WorkError} names those that are not, and nothing is withdrawn. What has gone already counts as withdrawn. The
 * sources and their history stay in the build project, from where they can be released again. `tell` hears what this run has
 * withdrawn so far.
 * @returns all that this run withdrew
 */
export async function withdrawContainers(
  request: WithdrawalRequest,
  osc: Osc,
  host: Host,
  tell: (withdrawn: readonly ReleasedContainer[]) => void = () => undefined,
): Promise<readonly ReleasedContainer[]> {
  const { publishProject, containers, reason } = request
  if (containers.length === 0) return []
  const names = containers.map(({ name }) => name)
  const { go, gone, refusals } = decideWithdrawal(containers, await readInventory(request, osc, names))
  if (refusals.length > 0)
    throw new WorkError(
      `Nothing was withdrawn from ${publishProject}. ${refusals.join(' ')} Look at what is there and decide anew.`,
    )
  for (const { name } of gone) host.log.info(`${name} has gone from ${publishProject} already`)
  for (const [index, { name }] of go.entries()) {
    host.log.info(`withdrawing ${name} from ${publishProject}`)
    await remove(publishProject, name, reason, osc, host)
    tell(go.slice(0, index + 1))
  }
  await waitUntilWithdrawn(request, osc, host)
  return go
}

/** Deletes a container; one whose answer was lost is looked for, and the request is not made again. */
async function remove(project: string, name: string, reason: string, osc: Osc, host: Host): Promise<void> {
  try {
    await osc.change('DELETE', apiPath(['source', project, name], [['comment', reason]]))
  } catch (error) {
    // Somebody else may have deleted it between our look and our request.
    if (!(await isThere(project, name, osc))) return
    if (!(error instanceof ServiceError) || !error.retriable) throw error
    host.log.info(`${error.message}; looking whether ${name} has gone`)
    for (let waited = 0; waited < signTime; waited += pause) {
      await host.clock.sleep(pause)
      if (!(await isThere(project, name, osc))) return
    }
    throw error
  }
  if (await isThere(project, name, osc))
    throw new ServiceError({
      url: `/source/${project}/${name}`,
      reason: `${name} is still in ${project} after it was deleted`,
      hint: 'a later run looks again',
      unfinished: true,
    })
}

async function isThere(project: string, name: string, osc: Osc): Promise<boolean> {
  const text = await osc.read(apiPath(['source', project]))
  // A project that vanished has taken its containers along.
  return text !== undefined && childrenOf(parseXml(text), 'entry').some(({ attributes }) => attributes['name'] === name)
}

/** Waits until none of the files is published that no other container holds as well. */
async function waitUntilWithdrawn(
  { publishProject: project, containers, timeout, interval }: WithdrawalRequest,
  osc: Osc,
  host: Host,
): Promise<void> {
  const names = new Set(containers.map(({ name }) => name))
  const kept = (await listAllFiles(project, osc)).filter(({ container }) => !names.has(container))
  const isKept = ({ repository, file }: BuiltFile) => kept.some((each) => each.repository === repository && each.file === file)
  const files = containers.flatMap((each) => each.files.filter((file) => !isKept(file)))
  const start = host.clock.now()
  let places = placesOf([{ project, files }])
  for (let wait = Math.min(1000, interval); ; wait = Math.min(wait * 1.5, interval)) {
    const seen = await mapInParallel(places, 4, async (place) => {
      const listed = await readPublishedNames(place, osc)
      return { ...place, files: place.files.filter((file) => listed.has(file)) }
    })
    places = seen.filter((place) => place.files.length > 0)
    const first = places[0]
    if (first === undefined) return
    await requirePublishable(first, 'has lost what was withdrawn', osc)
    if (host.clock.now() - start + wait > timeout)
      throw new ServiceError({
        url: first.path,
        reason: `${first.files[0]} is withdrawn but still published at ${first.path} after ${formatSpan(timeout)}`,
        hint: 'run it again to go on waiting',
        unfinished: true,
      })
    host.log.debug(`waiting for ${first.path} to drop ${first.files[0]}`)
    await host.clock.sleep(wait)
  }
}
