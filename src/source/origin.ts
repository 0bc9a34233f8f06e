import { rm } from 'node:fs/promises'
import { UserError, WorkError } from '../error.js'
import { hashFile } from '../host/file.js'
import type { Host } from '../host/host.js'
import { expandAddress, isUrl, missing, type Address, type ReadSmall } from './address.js'
import { unpackMembers } from './archive.js'
import { describeMismatch, fetchFile } from './download.js'
import { compareDigests, readExpectation, type Digests } from './expectation.js'
import { findLocal } from './folder.js'
import type { Progress } from './progress.js'
import { isGlob } from '../config/glob.js'
import { verifySignatures } from './signature.js'
import { makeScratch, storeFile, type Stored } from './store.js'
import type { Wanted } from './wanted.js'

/** A file found for a wish, checked against all that its source states. */
export interface Found extends Stored {
  readonly wanted: Wanted
  /** Its name within the source. */
  readonly name: string
  /** What to call it in messages: its URL or path. */
  readonly shown: string
  readonly executable: boolean
}

/** One file, local or not, that answers one wish or, as an archive, several. */
export interface Origin {
  readonly address: Address
  readonly wanted: readonly [Wanted, ...Wanted[]]
}

/** What origins need. */
export interface Means {
  readonly read: ReadSmall
  readonly progress: Progress
  readonly host: Host
}

/** Groups wishes by where their sources have them. */
export function listOrigins(wanted: readonly Wanted[]): readonly Origin[] {
  const origins = new Map<string, { readonly address: Address; readonly wanted: [Wanted, ...Wanted[]] }>()
  for (const each of wanted) {
    const { url, folder = '.', archive } = each.source
    const address = url === undefined ? expandAddress(folder, 'folder', each) : expandAddress(url, 'url', each)
    const shared = archive && JSON.stringify([each.package, each.platform, each.source, address.location])
    const known = shared === undefined ? undefined : origins.get(shared)
    if (known) known.wanted.push(each)
    else origins.set(shared ?? String(origins.size), { address, wanted: [each] })
  }
  return [...origins.values()]
}

/** Gets everything that is wanted of an origin. Throws a UserError for what is not there, a {@link WorkError} for what is not as stated. */
export async function openOrigin(origin: Origin, means: Means): Promise<readonly Found[]> {
  const [first] = origin.wanted
  if (first.source.archive !== undefined) return unpack(origin, await obtain(first, origin.address, means), means.host)
  if (isUrl(origin.address.location)) {
    if (isGlob(first.name)) throw patternWithoutArchive(first)
    const stored = await obtain(first, origin.address, means)
    return [{ ...stored, wanted: first, name: first.name, shown: origin.address.shown, executable: first.kind === 'binary' }]
  }
  const found: Found[] = []
  for (const { name, file, digests } of await findLocal(first, origin.address.location)) {
    const problem = await compareDigests(file, digests)
    if (problem !== undefined) throw new WorkError(describeMismatch(first, file, problem))
    const { sha256 } = await obtain(first, { location: file, shown: file }, means)
    found.push({ wanted: first, name, file, sha256, shown: file, executable: first.kind === 'binary' })
  }
  return found
}

/** One file, checked. */
async function obtain(wanted: Wanted, address: Address, means: Means): Promise<Stored> {
  const { read, progress, host } = means
  const { digests, sums } = await readExpectation(wanted, address, read)
  const stored = isUrl(address.location)
    ? await fetchFile({ address, digests, wanted }, progress, host)
    : await checkLocal(wanted, address, digests)
  await verifySignatures(wanted, { file: stored.file, address, sums }, read, host)
  return stored
}

async function checkLocal(wanted: Wanted, { location, shown }: Address, digests: Digests): Promise<Stored> {
  const problem = await compareDigests(location, digests).catch(() => missing(shown, wanted))
  if (problem !== undefined) throw new WorkError(describeMismatch(wanted, shown, problem))
  return { file: location, sha256: await hashFile(location, 'sha256').catch(() => missing(shown, wanted)) }
}

/** Members end up in the cache by their digests, as downloads do. */
async function unpack({ address, wanted }: Origin, archive: Stored, host: Host): Promise<readonly Found[]> {
  const [first] = wanted
  const folder = await makeScratch(`unpacking ${archive.sha256}`, host)
  try {
    const names = wanted.map(({ name }) => name)
    const strip = first.source.archive?.strip ?? 0
    const members = await unpackMembers(archive.file, strip, names, folder, host.env).catch((error: unknown) => {
      if (!(error instanceof WorkError)) throw error
      throw new WorkError(`${address.shown} (${first.package}, ${first.platform.architecture}) ${error.message}.`, {
        cause: error,
      })
    })
    const stored = new Map<string, Stored>()
    for (const { file } of members) if (!stored.has(file)) stored.set(file, await storeFile(file, {}, host))
    return wanted.flatMap((each) =>
      members
        .filter((member) => member.wanted === each.name)
        .map(({ name, file, executable }) => {
          const { file: kept, sha256 } = stored.get(file) ?? archive
          return { wanted: each, name, file: kept, sha256, executable, shown: `${name} of ${address.shown}` }
        }),
    )
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

function patternWithoutArchive({ name, at }: Wanted): UserError {
  return new UserError([
    { message: `${name} is a pattern, and a URL without \`archive\` is one file; name it, or set archive.`, at },
  ])
}
