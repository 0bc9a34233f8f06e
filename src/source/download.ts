import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { describeRefusal, ServiceError, WorkError } from '../error.js'
import type { Host } from '../host/host.js'
import { explainMissing, type Address, type Origin } from './address.js'
import { compareDigests, type Digests } from './stated-digest.js'
import type { Progress } from './progress.js'
import { claimPartial, findStored, storeFile, type Stored } from './store.js'

/** Something at a URL and what it must be. */
export interface Download {
  readonly address: Address
  readonly digests: Digests
  readonly origin: Origin
}

/**
 * Gets a file from the cache by its digest, or else downloads it into the cache, going on where an earlier run was
 * interrupted. Throws a {@link WorkError} for other content than stated, a UserError for nothing at the URL.
 */
export async function fetchFile(download: Download, progress: Progress, host: Host): Promise<Stored> {
  const { address, digests } = download
  const stored = await findStored(digests, host)
  if (stored) {
    host.log.info(`${address.shown} is cached, its digest is right`)
    return stored
  }
  host.log.info(`downloading ${address.shown}`)
  if (Object.keys(digests).length === 0)
    host.log.warning(`${address.shown} has no checksum in the config (sha256, sha512): its content is taken as it came.`)
  const first = await attempt(download, progress, host)
  // What an earlier run left may be of another time than the rest, if the server's validator does not tell.
  const { problem, file } = first.problem !== undefined && first.resumed ? await attempt(download, progress, host) : first
  if (problem !== undefined) throw new WorkError(describeMismatch(download.origin, address.shown, problem))
  return file
}

/** The sentence about a file that is not what was stated. */
export function describeMismatch({ source, platform }: Origin, shown: string, problem: string): string {
  return `${source.wanted[0]?.name} for ${platform.architecture} from ${shown} ${problem}; nothing was packed. Correct the checksum or get the file again.`
}

type Attempt =
  | { readonly problem: string; readonly resumed: boolean; readonly file?: never }
  | { readonly problem: undefined; readonly resumed: boolean; readonly file: Stored }

async function attempt({ address, digests, origin }: Download, progress: Progress, host: Host): Promise<Attempt> {
  const name = address.shown.split('/').at(-1) ?? address.shown
  const label = `${name} for ${origin.platform.architecture}`
  const partial = await claimPartial(address.location, host)
  const complete = join(partial.folder, 'complete')
  try {
    const options = { partial: partial.folder, maxSize: origin.source.maxSize, onProgress: progress.begin(label) }
    await host.http.download(address.location, complete, options).catch(explainMissing(address.shown, origin))
  } catch (error) {
    // Only a service may do better next time, and then what has arrived is worth something.
    await (error instanceof ServiceError ? partial.release() : rm(partial.folder, { recursive: true, force: true }))
    const refusal = describeRefusal(error)
    if (refusal === undefined) throw error
    throw new WorkError(`${address.shown} cannot be kept in ${host.directories.cache}: ${refusal}`, { cause: error })
  } finally {
    progress.end(label)
  }
  try {
    const problem = await compareDigests(complete, digests)
    if (problem !== undefined) return { problem, resumed: partial.resumed }
    return { problem, resumed: partial.resumed, file: await storeFile(complete, digests, host) }
  } finally {
    await rm(partial.folder, { recursive: true, force: true })
  }
}
