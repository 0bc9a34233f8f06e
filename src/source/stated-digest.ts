import { posix } from 'node:path'
import { parseLocation, UserError, WorkError } from '../error.js'
import { hashFile } from '../host/file.js'
import type { SmallAddress } from '../plan/plan.js'
import { openAddress, type Address, type Origin, type ReadSmall } from './address.js'
import { rankNames } from '../nearest.js'
import { findDigest, listNames, type Algorithm } from './checksum.js'

export const algorithms: readonly Algorithm[] = ['sha256', 'sha512']

/** The digests that a file must have. */
export type Digests = Readonly<Partial<Record<Algorithm, string>>>

/** What the source says of a file. */
export interface Expectation {
  readonly digests: Digests
  /** The checksum file that the digests come from, SHA-256's when there are two. */
  readonly sums: SmallAddress | undefined
}

/** Finds out which digests a file must have. Throws a {@link UserError} or {@link WorkError} for a list without it or with several. */
export async function readExpectation(origin: Origin, { location, isUrl }: Address, read: ReadSmall): Promise<Expectation> {
  const digests: Partial<Record<Algorithm, string>> = {}
  let sums: SmallAddress | undefined
  const path = isUrl ? decodePath(new URL(location).pathname) : location
  for (const algorithm of algorithms) {
    const stated = origin.source[algorithm]
    if (stated === undefined) continue
    if (stated.list === undefined) digests[algorithm] = stated.digest ?? unstated(algorithm, origin)
    else {
      digests[algorithm] = lookUp(await read(stated.list, origin), stated.list, path, algorithm, origin)
      sums ??= stated.list
    }
  }
  return { digests, sums }
}

function lookUp(text: Buffer, list: SmallAddress, path: string, algorithm: Algorithm, origin: Origin): string {
  const { shown } = openAddress(list)
  const label = titles[algorithm]
  try {
    const digest = findDigest(text.toString('utf8'), path.replace(/^\/+/, ''), algorithm)
    if (digest !== undefined) return digest
  } catch (error) {
    if (error instanceof WorkError) throw new WorkError(`${shown} ${error.message}`, { cause: error })
    throw error
  }
  const name = posix.basename(path)
  const names = rankNames(name, listNames(text.toString('utf8'), algorithm))
  const held = names.length === 0 ? '' : `; it has ${names.slice(0, 10).join(', ')}${names.length > 10 ? ' and more' : ''}`
  const message = `${shown} holds no ${label} for ${name}${held}; check packages.${origin.package}.source.${algorithm}.`
  throw new UserError([{ message, at: parseLocation(origin.source.at) }])
}

const titles: Readonly<Record<Algorithm, string>> = { sha256: 'SHA-256', sha512: 'SHA-512' }

/** Compares a file with what is expected; resolves to what is wrong with it, undefined when nothing is. */
export async function compareDigests(file: string, digests: Digests): Promise<string | undefined> {
  for (const algorithm of algorithms) {
    const expected = digests[algorithm]
    if (expected === undefined) continue
    const actual = await hashFile(file, algorithm)
    if (actual !== expected) return `has ${titles[algorithm]} ${actual}, but ${expected} is stated`
  }
  return undefined
}

function unstated(algorithm: Algorithm, { package: pkg, source }: Origin): never {
  const advice = source.target.includes('/') ? 'digests are of Linux, so name a list of checksums instead' : 'add it'
  const message = `packages.${pkg}.source.${algorithm} states no digest for ${source.target}; ${advice}.`
  throw new UserError([{ message, at: parseLocation(source.at) }])
}

function decodePath(path: string): string {
  try {
    return decodeURIComponent(path)
  } catch {
    return path
  }
}
