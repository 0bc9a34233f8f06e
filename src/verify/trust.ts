import { mkdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { UserError, WorkError } from '../error.js'
import type { Host } from '../host/host.js'
import { fail, pass, type Finding } from './finding.js'
import { describeKey, findKey, hasExpired, importKey, type TrustedKey } from './public-key.js'
import type { Format } from '../format.js'
import type { RemoteFiles } from '../repository/remote-files.js'

const publishedPaths: Readonly<Record<Format, string>> = { deb: 'Release.key', rpm: 'repodata/repomd.xml.key' }

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
  const file = await source.fetch(path)
  const published = file && (await importPublished(file, join(folder, 'published'), host))
  if (given === undefined) {
    if (typeof published === 'object') return { key: published, finding: judgeKey(subject, published, published, host) }
    const reason = published ?? 'is not there'
    return {
      key: undefined,
      finding: fail('signatures', subject, `${path} ${reason}: publish the key, or state the one that users trust`),
    }
  }
  const key = await importGiven(given, join(folder, 'given'), host)
  if (typeof published === 'string')
    return { key, finding: fail('signatures', subject, `${path} ${published}: publish the key again`) }
  if (published && !published.keys.some(({ fingerprint }) => findKey(key.keys, fingerprint))) {
    const evidence = `${path} is the key ${nameOf(published)}, not ${nameOf(key)} as stated: find out which one users trust`
    return { key, finding: { ...fail('signatures', subject, evidence), lasting: true } }
  }
  return { key, finding: judgeKey(subject, key, published, host) }
}

/** Users who stated the key hold one copy of it, new users fetch the published one: neither may have expired. */
function judgeKey(subject: string, key: TrustedKey, published: TrustedKey | undefined, host: Host): Finding {
  const now = host.clock.now()
  const both = [key, ...(published ? [published] : [])].map(({ keys }) => keys.find((each) => !hasExpired(each, now)) ?? keys[0])
  const [first] = both
    .filter((each) => each !== undefined)
    .sort((one, other) => (one.expires ?? Infinity) - (other.expires ?? Infinity))
  if (first === undefined) return fail('signatures', subject, 'the key file is empty')
  const description = describeKey(first, now)
  if (hasExpired(first, now)) {
    return { ...fail('signatures', subject, `the ${description}: extend it and publish the repository again`), lasting: true }
  }
  const origin = key.pinned ? 'as stated' : 'NOT pinned: it came from the repository itself'
  return pass('signatures', subject, `${description}; ${origin}`)
}

async function importPublished(file: string, folder: string, host: Host): Promise<TrustedKey | string> {
  await mkdir(folder, { recursive: true })
  try {
    return await importKey(await readFile(file, 'utf8'), false, folder, host)
  } catch (error) {
    if (error instanceof WorkError) return error.message
    throw error
  }
}

async function importGiven(text: string, folder: string, host: Host): Promise<TrustedKey> {
  await mkdir(folder, { recursive: true })
  try {
    return await importKey(text, true, folder, host)
  } catch (error) {
    if (error instanceof WorkError)
      throw new UserError(`the given key ${error.message}: give the armored public key of the repository`)
    throw error
  }
}

function nameOf(key: TrustedKey): string | undefined {
  return key.keys[0]?.fingerprint
}
