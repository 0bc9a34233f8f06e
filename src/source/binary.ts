import { posix } from 'node:path'
import { UserError, WorkError } from '../error.js'
import { hashFile } from '../host/file.js'
import type { Host } from '../host/host.js'
import { smallReader } from './address.js'
import { describeMismatch } from './download.js'
import { compareDigests } from './expectation.js'
import { expireDownloads } from './expiry.js'
import { judgeFitness } from './fitness.js'
import { findGiven } from './folder.js'
import { listOrigins, openOrigin, type Found } from './origin.js'
import { folderOf } from './platform.js'
import { mapAll } from './problem.js'
import { startProgress } from './progress.js'
import { listWanted, type BinaryRequest, type Wanted } from './wanted.js'

/** A program or another file as its project published it, on this machine. */
export interface Binary {
  /** Its path within the source. */
  readonly name: string
  readonly kind: 'binary' | 'member'
  /** The OBS name. */
  readonly architecture: string
  /** Its path in the tarball: `x86_64/runc`, or `LICENSE`. */
  readonly place: string
  readonly file: string
  readonly sha256: string
  /** Programs always are; another file is when its archive says so. */
  readonly executable: boolean
}

const parallel = 4

/**
 * Finds everything that packages want of their sources and checks it: digests, signatures, and whether a program can
 * run on its platform. All problems come as one error: a {@link UserError} when something is missing, else a
 * {@link WorkError} for what is not as it must be.
 */
export async function collectSources(requests: readonly BinaryRequest[], host: Host): Promise<readonly (readonly Binary[])[]> {
  const means = { read: smallReader(host), progress: startProgress(host), host }
  const wishes = requests.map((request) => ({ request, wanted: listWanted(request) }))
  const tasks = wishes.flatMap(({ request: { folder }, wanted }) => {
    if (folder === undefined) return listOrigins(wanted).map((origin) => () => openOrigin(origin, means))
    const platforms = new Set(wanted.map(({ platform }) => folderOf(platform))).size
    return wanted.map((each) => () => takeGiven(each, folder, platforms))
  })
  const found = (await mapAll(tasks, parallel, async (task) => checkPrograms(await task()))).flat()
  // After all that this run needs of the cache was used just now.
  await expireDownloads(host).catch((error: unknown) => host.log.debug(`the cache cannot be cleared: ${String(error)}`))
  return wishes.map(({ wanted }) => arrange(wanted, found))
}

/** Files of a folder that takes the place of the source: what the config states of single files still counts. */
async function takeGiven(wanted: Wanted, folder: string, platforms: number): Promise<readonly Found[]> {
  const found: Found[] = []
  for (const { name, file, digests } of await findGiven(wanted, folder, platforms)) {
    const { sha256: stated } = wanted.source
    const pinned =
      typeof stated === 'object' && wanted.source.archive === undefined ? stated[wanted.platform.architecture] : undefined
    for (const expected of [digests, pinned === undefined ? {} : { sha256: pinned }]) {
      const problem = await compareDigests(file, expected)
      if (problem !== undefined) throw new WorkError(describeMismatch(wanted, file, problem))
    }
    found.push({ wanted, name, file, sha256: await hashFile(file, 'sha256'), shown: file, executable: wanted.kind === 'binary' })
  }
  return found
}

async function checkPrograms(found: readonly Found[]): Promise<readonly Found[]> {
  const problems: string[] = []
  for (const { wanted, name, file, shown } of found) {
    if (wanted.kind === 'member') continue
    const problem = await judgeFitness(file, wanted.platform)
    const where = `${name} of ${wanted.package} for ${wanted.platform.architecture}`
    if (problem !== undefined) problems.push(`${where}, from ${shown}, ${problem}; check packages.${wanted.package}.source.`)
  }
  if (problems.length > 0) throw new WorkError(problems.join('\n'))
  return found
}

/** The files of one package in the order of its wishes. Throws a {@link UserError} when two would get the same place. */
function arrange(wanted: readonly Wanted[], found: readonly Found[]): readonly Binary[] {
  const binaries = new Map<string, Binary>()
  for (const each of wanted) {
    for (const { name, file, sha256, executable } of found.filter((one) => one.wanted === each)) {
      const { kind, platform, place = posix.join(folderOf(platform), name), package: pkg, at } = each
      const binary = {
        name,
        kind,
        architecture: platform.architecture,
        place,
        file,
        sha256,
        executable: executable || kind === 'binary',
      }
      const other = binaries.get(place)
      if (other !== undefined && other.sha256 !== sha256)
        throw new UserError([{ message: `Two files of ${pkg} would be ${place} of its tarball; they need other names.`, at }])
      binaries.set(place, other?.kind === 'binary' ? other : binary)
    }
  }
  return [...binaries.values()]
}
