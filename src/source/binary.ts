import { posix } from 'node:path'
import type { ArchitectureNames } from '../architecture.js'
import { parseLocation, UserError, WorkError } from '../error.js'
import { hashFile } from '../host/file.js'
import type { Host } from '../host/host.js'
import type { PlannedPackage } from '../plan/plan.js'
import { folderOf, platformOf } from '../platform.js'
import { smallReader, type Origin } from './address.js'
import { describeMismatch } from './download.js'
import { compareDigests } from './stated-digest.js'
import { expireDownloads } from './expiry.js'
import { judgeFitness } from './fitness.js'
import { findGiven } from './folder.js'
import { describeNode, openOrigin, type Found, type Means } from './origin.js'
import { mapAll } from './problem.js'
import { startProgress } from './progress.js'

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
  /** In a tree there are links and empty folders too, whose digests are of what they are. */
  readonly type?: 'link' | 'folder' | undefined
  readonly target?: string | undefined
}

/** What is to be found of a package. */
export interface BinaryRequest {
  readonly package: PlannedPackage
  readonly known: readonly ArchitectureNames[]
  /** A local folder that takes the place of the planned sources. */
  readonly folder: string | undefined
  /** Go's names such as `darwin/arm64`, or OBS architectures; by default the package's Linux architectures. */
  readonly targets?: readonly string[]
}

const parallel = 4

/**
 * Finds everything that packages want of their sources and checks it: digests, signatures, and whether a program can
 * run on its platform. All problems come as one error: a {@link UserError} when something is missing, else a
 * {@link WorkError} for what is not as it must be.
 */
export async function collectSources(requests: readonly BinaryRequest[], host: Host): Promise<readonly (readonly Binary[])[]> {
  const means: Means = { read: smallReader(host), progress: startProgress(host), host, fetched: new Map() }
  const wishes = requests.map((request) => ({ request, origins: listOrigins(request) }))
  const tasks = wishes.flatMap(({ request: { folder }, origins }) => {
    const platforms = new Set(origins.map(({ platform }) => folderOf(platform))).size
    return origins.map(
      (origin) => () => (folder === undefined ? openOrigin(origin, means) : takeGiven(origin, folder, platforms)),
    )
  })
  const found = (await mapAll(tasks, parallel, async (task) => checkPrograms(await task()))).flat()
  // After all that this run needs of the cache was used just now.
  await expireDownloads(host).catch((error: unknown) => host.log.debug(`the cache cannot be cleared: ${String(error)}`))
  return wishes.map(({ origins }) => arrange(origins, found))
}

/** The sources of the targets; documents, which are the same on all, are taken from the first alone. */
function listOrigins({ package: planned, known, folder, targets = planned.architectures }: BinaryRequest): readonly Origin[] {
  return targets.flatMap((target, index) =>
    planned.sources.flatMap((source): Origin[] => {
      if (source.target !== target) return []
      const platform = platformOf(target, known)
      const wanted = source.wanted.filter(({ place }) => place === undefined || index === 0)
      // A folder has the files one by one, whatever the source has them in.
      const groups = folder === undefined ? [wanted] : wanted.map((each) => [each])
      return groups
        .filter((group) => group.length > 0)
        .map((group) => ({ package: planned.name, platform, source: { ...source, wanted: group } }))
    }),
  )
}

/** Files of a folder that takes the place of the source: what the config states of single files still counts. */
async function takeGiven(origin: Origin, folder: string, platforms: number): Promise<readonly Found[]> {
  const found: Found[] = []
  const { source } = origin
  const pinned = source.archive === undefined && source.compression === undefined ? source.sha256?.digest : undefined
  for (const wanted of source.wanted) {
    for (const local of await findGiven(wanted.name, origin, folder, platforms)) {
      const { name, file, digests, type } = local
      if (type !== undefined) {
        found.push(describeNode(local, origin, wanted))
        continue
      }
      for (const expected of [digests, pinned === undefined ? {} : { sha256: pinned }]) {
        const problem = await compareDigests(file, expected)
        if (problem !== undefined) throw new WorkError(describeMismatch(origin, file, problem))
      }
      const sha256 = await hashFile(file, 'sha256')
      found.push({
        origin,
        wanted,
        name,
        file,
        sha256,
        shown: file,
        executable: wanted.kind === 'binary' || local.executable === true,
      })
    }
  }
  return found
}

async function checkPrograms(found: readonly Found[]): Promise<readonly Found[]> {
  const problems: string[] = []
  for (const { origin, wanted, name, file, shown } of found) {
    if (wanted.kind === 'member') continue
    const problem = await judgeFitness(file, origin.platform)
    const where = `${name} of ${origin.package} for ${origin.platform.architecture}`
    if (problem !== undefined) problems.push(`${where}, from ${shown}, ${problem}; check packages.${origin.package}.source.`)
  }
  if (problems.length > 0) throw new WorkError(problems.join('\n'))
  return found
}

/** The files of one package in the order of its wishes. Throws a {@link UserError} when two would get the same place. */
function arrange(origins: readonly Origin[], found: readonly Found[]): readonly Binary[] {
  const binaries = new Map<string, Binary>()
  for (const origin of origins) {
    for (const { wanted, name, file, sha256, executable, type, target } of found.filter((one) => one.origin === origin)) {
      const { platform, package: pkg, source } = origin
      const { kind, place = posix.join(folderOf(platform), name) } = wanted
      const binary = {
        name,
        kind,
        architecture: platform.architecture,
        place,
        file,
        sha256,
        executable: executable || kind === 'binary',
        ...(type === undefined ? {} : { type, target }),
      }
      const other = binaries.get(place)
      if (other !== undefined && other.sha256 !== sha256) {
        const message = `Two files of ${pkg} would be ${place} of its tarball; they need other names.`
        throw new UserError([{ message, at: parseLocation(source.at) }])
      }
      binaries.set(place, other?.kind === 'binary' ? other : binary)
    }
  }
  return [...binaries.values()]
}
