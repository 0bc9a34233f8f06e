import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { ServiceError, WorkError } from '../error.js'
import type { Format } from '../format.js'
import type { Host } from '../host/host.js'
import { mapInParallel } from '../host/parallel.js'
import { withWorkspace } from '../host/workspace.js'
import { parseDebAddress } from '../repository/deb-address.js'
import { tidyAddress } from '../repository/recognition.js'
import { openRemote } from '../repository/remote-files.js'
import { fetchPublished, publishedPaths } from './trust.js'
import { importKey, PrivateKeyError, type PublicKey } from './public-key.js'

/** A key as a repository serves it. */
export interface ServedKey {
  readonly fingerprint: string
  /** Milliseconds since the epoch; undefined when it never ends. */
  readonly expires: number | undefined
}

/** The first key of an armored text. Throws a ToolError without gpg, and a WorkError for what is no key. */
export function readKeyText(armored: string, host: Host): Promise<PublicKey> {
  return withWorkspace(host, async (folder) => {
    const [first] = (await importKey(Buffer.from(armored, 'latin1'), false, folder, host)).keys
    if (first === undefined) throw new WorkError('is empty')
    return first
  })
}

/** The key that new users of a repository fetch; a sentence about one that cannot be had. */
export function readServedKey(format: Format, url: string, host: Host): Promise<ServedKey | string> {
  return withWorkspace(host, async (folder) => {
    const place = join(folder, 'key')
    await mkdir(place)
    const root = format === 'deb' ? parseDebAddress(url).uri : tidyAddress(url)
    const source = openRemote(root, join(folder, 'files'), host)
    const key = await fetchPublished(publishedPaths[format], source, place, host)
    if (key === undefined) return `${publishedPaths[format]} is not there`
    if (key instanceof PrivateKeyError) return `${publishedPaths[format]} is a private key`
    if (typeof key === 'string') return `${publishedPaths[format]} ${key}`
    const [first] = key.keys
    return first === undefined ? `${publishedPaths[format]} is empty` : { fingerprint: first.fingerprint, expires: first.expires }
  })
}

/** A repository of a builder. */
export interface KeyPlace {
  readonly builder: string
  readonly format: Format
  readonly url: string
}

/** The key that each repository serves. */
export function readServedKeys(
  places: readonly KeyPlace[],
  host: Host,
): Promise<readonly (KeyPlace & { key: ServedKey | string })[]> {
  return mapInParallel(places, 2, async (place) => ({ ...place, key: await readServedKey(place.format, place.url, host) }))
}

/** Waits until every repository serves exactly this key; the problem says which one does not when the time is over. */
export async function awaitServedKeys(
  places: readonly KeyPlace[],
  wanted: ServedKey,
  { timeout, interval }: { readonly timeout: number; readonly interval: number },
  host: Host,
): Promise<{ readonly repositories: Awaited<ReturnType<typeof readServedKeys>>; readonly problem: ServiceError | undefined }> {
  const deadline = host.clock.now() + timeout
  for (;;) {
    const repositories = await readServedKeys(places, host)
    const behind = repositories.find(({ key }) => typeof key === 'string' || !isSame(key, wanted))
    if (behind === undefined) return { repositories, problem: undefined }
    if (host.clock.now() + interval > deadline) {
      const said = typeof behind.key === 'string' ? behind.key : 'it serves the key as it was'
      const reason = `${behind.url} does not serve the extended key yet: ${said}`
      const hint = 'run it again to go on waiting'
      return { repositories, problem: new ServiceError({ url: behind.url, reason, hint, retriable: true, unfinished: true }) }
    }
    host.log.debug(`waiting for ${behind.url} to serve the extended key`)
    await host.clock.sleep(interval)
  }
}

function isSame(one: ServedKey, other: ServedKey): boolean {
  return one.fingerprint === other.fingerprint && one.expires === other.expires
}
