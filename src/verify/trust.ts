import { mkdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { ServiceError, UserError, WorkError } from '../error.js'
import type { Host } from '../host/host.js'
import { limits } from '../repository/limit.js'
import { fail, pass, warn, type Finding } from './finding.js'
import {
  describeKey,
  endsSoon,
  findKey,
  hasExpired,
  importKey,
  PrivateKeyError,
  type PublicKey,
  type TrustedKey,
} from './public-key.js'
import type { Format } from '../format.js'
import type { RemoteFiles } from '../repository/remote-files.js'

/** Where repositories publish their key. */
export const publishedPaths: Readonly<Record<Format, string>> = { deb: 'Release.key', rpm: 'repodata/repomd.xml.key' }

/** The key to verify with, and what the check `signatures` says of it. */
export interface Trust {
  readonly key: TrustedKey | undefined
  readonly finding: Finding
}

/**
 * Settles on the key that users trust: the given one or else the repository's own. A given key that is none is a
 * {@link UserError}. A repository that publishes another key than the given one fails, because its users fetch that.
 */
export async function settleTrust(
  format: Format,
  given: string | undefined,
  source: RemoteFiles,
  folder: string,
  host: Host,
): Promise<Trust> {
  const path = publishedPaths[format]
  const subject = `${format} ${path}`
  const key = given === undefined ? undefined : await importGiven(given, join(folder, 'given'), host)
  const published = await fetchPublished(path, source, join(folder, 'published'), host)
  if (published instanceof PrivateKeyError) {
    const evidence = `${path} is the PRIVATE KEY of this repository, published for everybody: take it down, revoke the key, make a new one, sign everything again and tell your users`
    return { key, finding: { ...fail('signatures', subject, evidence), lasting: true } }
  }
  if (key === undefined) {
    if (typeof published === 'object') return { key: published, finding: judgeKey(subject, published, published, host) }
    const reason = published ?? 'is not there: publish the key, or state the one that users trust'
    return { key: undefined, finding: fail('signatures', subject, `${path} ${reason}`) }
  }
  if (typeof published === 'string') return { key, finding: fail('signatures', subject, `${path} ${published}`) }
  if (published && !published.keys.some(({ fingerprint }) => findKey(key.keys, fingerprint))) {
    const evidence = `${path} is the key ${nameOf(published)}, not ${nameOf(key)} as stated: find out which one users trust`
    const facts = stateKey(published.keys[0])
    return { key, finding: { ...fail('signatures', subject, evidence), lasting: true, facts } }
  }
  return { key, finding: judgeKey(subject, key, published, host) }
}

/** Users who stated the key hold one copy of it, new users fetch the published one: neither may have expired. */
function judgeKey(subject: string, key: TrustedKey, published: TrustedKey | undefined, host: Host): Finding {
  const now = host.clock.now()
  const files = [key, ...(published ? [published] : [])]
  const both = files.flatMap(({ keys }) => keys.find((each) => isUsable(each, now)) ?? keys.slice(0, 1))
  const [first] = [...both].sort((one, other) => rank(one, now) - rank(other, now))
  if (first === undefined) return fail('signatures', subject, 'the key file is empty')
  const description = describeKey(first, now)
  const signing = published?.keys.find((each) => isUsable(each, now)) ?? first
  const facts = stateKey({ ...first, fingerprint: signing.fingerprint })
  const lastly = (evidence: string): Finding => ({ ...fail('signatures', subject, evidence), lasting: true, facts })
  if (hasExpired(first, now)) return lastly(`the ${description}: extend it and publish the repository again`)
  if (first.revoked === true) return lastly(`the ${description}, is revoked: sign with another key and publish that`)
  if (first.refusal !== undefined) return lastly(`the key ${first.fingerprint} ${first.refusal}`)
  const origin = key.pinned ? 'as stated' : 'NOT pinned: it came from the repository itself'
  const evidence = `${description}; ${origin}`
  const foreign = published?.keys.filter(({ fingerprint }) => key.pinned && !findKey(key.keys, fingerprint)) ?? []
  const revoked = published?.keys.filter((each) => each.revoked === true && foreign.includes(each)) ?? []
  if (foreign.length > 0) {
    const names = foreign.map(({ fingerprint }) => fingerprint).join(', ')
    const how = revoked.length === foreign.length ? 'revoked, ' : ''
    const beside = `beside it ${names} ${foreign.length === 1 ? 'is' : 'are'} published (${how}not stated): new users trust ${foreign.length === 1 ? 'that' : 'those'} too`
    return { ...warn('signatures', subject, `${evidence}; ${beside}`), facts }
  }
  const judged = endsSoon(first, now) ? warn('signatures', subject, evidence) : pass('signatures', subject, evidence)
  return { ...judged, facts }
}

/** What a later run compares of a key, and what pages show of it. */
function stateKey(key: PublicKey | undefined): Readonly<Record<string, string>> {
  if (key === undefined) return {}
  const expires = key.expires === undefined ? {} : { expires: new Date(key.expires).toISOString().slice(0, 10) }
  return { fingerprint: key.fingerprint, ...expires }
}

function isUsable(key: PublicKey, now: number): boolean {
  return !hasExpired(key, now) && key.revoked !== true && key.refusal === undefined
}

/** What is worst comes first: unusable, then by the end. */
function rank(key: PublicKey, now: number): number {
  return isUsable(key, now) ? (key.expires ?? Infinity) : -1
}

/** The published key; a sentence for one that cannot be had, and undefined where none is. */
export async function fetchPublished(
  path: string,
  source: RemoteFiles,
  folder: string,
  host: Host,
): Promise<TrustedKey | PrivateKeyError | string | undefined> {
  await mkdir(folder, { recursive: true })
  try {
    const file = await source.fetch(path, limits.key)
    return file && (await importKey(await readFile(file), false, folder, host))
  } catch (error) {
    if (error instanceof PrivateKeyError) return error
    if (error instanceof WorkError) return `${error.message}: publish the key again`
    if (error instanceof ServiceError) return `cannot be had (${error.message})`
    throw error
  }
}

async function importGiven(text: string, folder: string, host: Host): Promise<TrustedKey> {
  await mkdir(folder, { recursive: true })
  try {
    return await importKey(Buffer.from(text, 'latin1'), true, folder, host)
  } catch (error) {
    if (error instanceof WorkError) throw new UserError(`the given key ${error.message}: give the public key of the repository`)
    throw error
  }
}

function nameOf(key: TrustedKey): string | undefined {
  return key.keys[0]?.fingerprint
}
