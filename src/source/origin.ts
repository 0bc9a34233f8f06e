import { rm } from 'node:fs/promises'
import { parseLocation, UserError, WorkError } from '../error.js'
import { isGlob } from '../glob.js'
import { hashBytes, hashFile } from '../host/file.js'
import type { Host } from '../host/host.js'
import { isThere, missing, openAddress, type Address, type Origin, type ReadSmall, type Wanted } from './address.js'
import { unpackMembers } from './archive.js'
import { decompressFile } from './decompression.js'
import { describeMismatch, fetchFile, type Download } from './download.js'
import { compareDigests, readExpectation, type Digests } from './stated-digest.js'
import { findLocal, type Local } from './folder.js'
import type { Progress } from './progress.js'
import { verifySignatures } from './signature.js'
import { makeScratch, storeFile, type Stored } from './store.js'

/** A file found for a wish, checked against all that its source states. */
export interface Found extends Stored {
  readonly origin: Origin
  readonly wanted: Wanted
  /** Its name within the source. */
  readonly name: string
  /** What to call it in messages: its URL or path. */
  readonly shown: string
  readonly executable: boolean
  /** A link or an empty folder of a tree. */
  readonly type?: 'link' | 'folder' | undefined
  readonly target?: string | undefined
}

/** A link or folder of a local tree, as something found. */
export function describeNode({ name, file, type, target }: Local, origin: Origin, wanted: Wanted): Found {
  const sha256 = hashBytes(`${type} ${target}`, 'sha256')
  return { origin, wanted, name, file, sha256, shown: file, executable: false, type, target }
}

/** What origins need. */
export interface Means {
  readonly read: ReadSmall
  readonly progress: Progress
  readonly host: Host
  /** What is fetched in this run, by URL and digests: packages may share a source. */
  readonly fetched: Map<string, Promise<Stored>>
}

/** Gets everything that is wanted of an origin. Throws a UserError for what is not there, a {@link WorkError} for what is not as stated. */
export async function openOrigin(origin: Origin, means: Means): Promise<readonly Found[]> {
  const { source } = origin
  const address = openAddress(source.address)
  if (source.archive !== undefined) return unpack(origin, address, await obtain(origin, address, means), means.host)
  const found: Found[] = []
  for (const wanted of source.wanted) found.push(...(await openWanted(wanted, origin, address, means)))
  return found
}

async function openWanted(wanted: Wanted, origin: Origin, address: Address, means: Means): Promise<readonly Found[]> {
  const executable = wanted.kind === 'binary'
  if (address.isUrl) {
    if (isGlob(wanted.name)) throw patternWithoutArchive(wanted.name, origin)
    const stored = await open(await obtain(origin, address, means), address, origin, means.host)
    return [{ ...stored, origin, wanted, name: wanted.name, shown: address.shown, executable }]
  }
  const found: Found[] = []
  for (const node of await findLocal(wanted.name, origin, address.location)) {
    const { name, file, digests } = node
    if (node.type !== undefined) {
      found.push(describeNode(node, origin, wanted))
      continue
    }
    const problem = await compareDigests(file, digests)
    if (problem !== undefined) throw new WorkError(describeMismatch(origin, file, problem))
    const local = { location: file, shown: file, isUrl: false }
    const stored = await open(await obtain(origin, local, means), local, origin, means.host)
    found.push({ origin, wanted, name, ...stored, shown: file, executable: executable || node.executable === true })
  }
  return found
}

/** The content of a file that may be compressed alone. */
function open(stored: Stored, { shown }: Address, { source: { compression } }: Origin, host: Host): Promise<Stored> {
  return compression === undefined ? Promise.resolve(stored) : decompressFile(stored, shown, compression, host)
}

/** One file, checked. */
async function obtain(origin: Origin, address: Address, means: Means): Promise<Stored> {
  const { read, host } = means
  const { digests, sums } = await readExpectation(origin, address, read).catch(async (error: unknown) => {
    // Without the file itself there is no use in saying that its checksum is missing.
    if (error instanceof UserError && !(await isThere(address, host))) missing(address.shown, origin)
    throw error
  })
  const stored = address.isUrl ? await fetchOnce({ address, digests, origin }, means) : await checkLocal(origin, address, digests)
  await verifySignatures(origin, { file: stored.file, address, sums }, read, host)
  return stored
}

function fetchOnce(download: Download, { fetched, progress, host }: Means): Promise<Stored> {
  const { address, digests, origin } = download
  const key = JSON.stringify([address.location, digests.sha256, digests.sha512, origin.source.maxSize])
  const running = fetched.get(key) ?? fetchFile(download, progress, host)
  fetched.set(key, running)
  return running
}

async function checkLocal(origin: Origin, { location, shown }: Address, digests: Digests): Promise<Stored> {
  const problem = await compareDigests(location, digests).catch(() => missing(shown, origin))
  if (problem !== undefined) throw new WorkError(describeMismatch(origin, shown, problem))
  return { file: location, sha256: await hashFile(location, 'sha256').catch(() => missing(shown, origin)) }
}

/** Members end up in the cache by their digests, as downloads do. */
async function unpack(origin: Origin, address: Address, archive: Stored, host: Host): Promise<readonly Found[]> {
  const { source, platform, package: pkg } = origin
  const folder = await makeScratch(`unpacking ${archive.sha256}`, host)
  try {
    const names = source.wanted.map(({ name }) => name)
    const strip = source.archive?.strip ?? 0
    const members = await unpackMembers(archive.file, strip, names, folder, host.env).catch((error: unknown) => {
      if (!(error instanceof WorkError)) throw error
      throw new WorkError(`${address.shown} (${pkg}, ${platform.architecture}) ${error.message}.`, { cause: error })
    })
    const stored = new Map<string, Stored>()
    for (const { file, type } of members)
      if (type === undefined && !stored.has(file)) stored.set(file, await storeFile(file, {}, host))
    return source.wanted.flatMap((wanted) =>
      members
        .filter((member) => member.wanted === wanted.name)
        .map(({ name, file, executable, type, target }) => {
          const shown = `${name} of ${address.shown}`
          if (type !== undefined) return describeNode({ name, file: shown, digests: {}, type, target }, origin, wanted)
          const { file: kept, sha256 } = stored.get(file) ?? archive
          return { origin, wanted, name, file: kept, sha256, executable, shown }
        }),
    )
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

function patternWithoutArchive(name: string, { source }: Origin): UserError {
  const message = `${name} is a pattern, and a URL without \`archive\` is one file; name it, or set archive.`
  return new UserError([{ message, at: parseLocation(source.at) }])
}
