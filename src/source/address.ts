import { readFile } from 'node:fs/promises'
import { parseLocation, redactUrl, ServiceError, UserError } from '../error.js'
import { exists } from '../host/file.js'
import type { Host } from '../host/host.js'
import type { PlannedSource, SmallAddress } from '../plan/plan.js'
import type { Platform } from '../platform.js'

/** One place of a package's source for one platform, and what is wanted of it. */
export interface Origin {
  readonly package: string
  readonly platform: Platform
  readonly source: PlannedSource
}

/** A name or pattern within a source. */
export type Wanted = PlannedSource['wanted'][number]

/** Where something is: a URL, or an absolute path. */
export interface Address {
  readonly location: string
  /** Without user name, password and query. */
  readonly shown: string
  readonly isUrl: boolean
}

const mostBytes = 16 * 1024 ** 2

/** An address of the plan, and how to show it. */
export function openAddress(address: PlannedSource['address'] | SmallAddress): Address {
  if ('url' in address) return { location: address.url, shown: redactUrl(address.url), isUrl: true }
  const path = 'file' in address ? address.file : address.folder
  return { location: path, shown: path, isUrl: false }
}

/** Reads the small files beside a program: checksums, signatures, bundles. Throws a {@link UserError} for one that is not there. */
export type ReadSmall = (address: SmallAddress, origin: Origin) => Promise<Buffer>

/** A {@link ReadSmall} that reads each address once. */
export function smallReader(host: Host): ReadSmall {
  const known = new Map<string, Promise<Buffer>>()
  return (address, origin) => {
    const { location, shown, isUrl } = openAddress(address)
    const present = known.get(location)
    if (present) return present
    const answer = isUrl ? readUrl(location, shown, origin, host) : readLocal(location, origin)
    known.set(location, answer)
    return answer
  }
}

async function readUrl(url: string, shown: string, origin: Origin, host: Host): Promise<Buffer> {
  return (await host.http.bytes(url, mostBytes)) ?? missing(shown, origin)
}

async function readLocal(path: string, origin: Origin): Promise<Buffer> {
  return readFile(path).catch(() => missing(path, origin))
}

/** Whether there is anything at an address; a service that does not say counts as one that has it. */
export async function isThere({ location, isUrl }: Address, host: Host): Promise<boolean> {
  if (!isUrl) return exists(location)
  const begin = async (body: AsyncIterable<Buffer>): Promise<true> => {
    for await (const chunk of body) if (chunk.length > 0) break
    return true
  }
  return (await host.http.read(location, begin).catch(() => true)) ?? false
}

/** Throws the {@link UserError} of an address that has nothing. */
export function missing(shown: string, { package: pkg, platform, source }: Origin): never {
  const message = `There is nothing at ${shown}, which ${pkg} needs for ${platform.architecture}; check the version and packages.${pkg}.source.`
  throw new UserError([{ message, at: parseLocation(source.at) }])
}

/** Throws {@link missing} in place of a 404. */
export function explainMissing(shown: string, origin: Origin): (error: unknown) => never {
  return (error) => {
    if (error instanceof ServiceError && error.status === 404) missing(shown, origin)
    throw error
  }
}
