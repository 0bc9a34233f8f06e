import { mkdir, open, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { ServiceError, WorkError } from '../error.js'
import type { Host } from '../host/host.js'
import { collect } from '../host/http.js'
import type { Hop } from '../host/redirect.js'
import { describeHtml } from './stray-page.js'
import { limits } from './limit.js'

/** The files of one repository, brought to this machine. */
export interface RemoteFiles {
  /** The repository's root, with a slash at its end. */
  readonly url: string
  /** The answers so far, by path. */
  readonly hops: ReadonlyMap<string, readonly Hop[]>
  /**
   * Downloads a file named relative to the root, or by an address, and returns its local path; undefined when it is not
   * there. Throws a WorkError for one that is larger than may be (a TooLargeError), or a page of HTML, and a ServiceError.
   * One that may not be small is fetched so that it goes on where it broke off, which costs ten files and folders.
   */
  fetch(path: string, maxSize?: number, size?: 'small' | 'large'): Promise<string | undefined>
  /** Hands a file's content to a consumer as it arrives; undefined and errors as of `fetch`, and what the consumer throws. */
  read<T>(path: string, consume: (content: AsyncIterable<Buffer>) => Promise<T>, maxSize?: number): Promise<T | undefined>
}

/** How long a file may take. */
export interface Patience {
  /** Milliseconds since the epoch. */
  readonly deadline?: number
  /** Milliseconds without a byte. */
  readonly idle?: number
}

/**
 * Remote files that are kept below a folder, in folders of their own: names that a repository states are never
 * used as local paths.
 */
export function openRemote(url: string, folder: string, host: Host, patience: Patience = {}): RemoteFiles {
  const root = url.endsWith('/') ? url : `${url}/`
  const hops = new Map<string, Hop[]>()
  let count = 0
  const addressOf = (path: string) => (isAddress(path) ? path : `${root}${encodePath(path)}`)
  const optionsOf = (path: string, maxSize: number) => {
    const own: Hop[] = []
    hops.set(path, own)
    return { ...patience, maxSize, onHop: (hop: Hop) => void own.push(hop) }
  }
  const read: RemoteFiles['read'] = (path, consume, maxSize = limits.top) =>
    unlessMissing(host.http.read(addressOf(path), (body) => consume(withoutHtml(body)), optionsOf(path, maxSize)))
  return {
    url: root,
    hops,
    async fetch(path, maxSize = limits.top, size = 'small') {
      const place = join(folder, String(++count))
      await mkdir(place, { recursive: true })
      const file = join(place, `file${/\.[a-z0-9]{1,8}$/.exec(path)?.[0] ?? ''}`)
      if (size === 'small') {
        const content = await read(path, collect, maxSize)
        if (content === undefined) return undefined
        await writeFile(file, content)
        return file
      }
      const found = await unlessMissing(host.http.download(addressOf(path), file, optionsOf(path, maxSize)).then(() => file))
      if (found !== undefined) refuseHtml(await readStart(found))
      return found
    },
    read,
  }
}

/** Download hosts that may not be listed say 403 of a path that does not exist. */
async function unlessMissing<T>(read: Promise<T>): Promise<T | undefined> {
  return read.catch((error: unknown) => {
    if (error instanceof ServiceError && [403, 404, 410].includes(error.status ?? 0)) return undefined
    throw error
  })
}

async function readStart(file: string): Promise<Buffer> {
  const handle = await open(file)
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(4096), 0, 4096, 0)
    return buffer.subarray(0, bytesRead)
  } finally {
    await handle.close()
  }
}

async function* withoutHtml(content: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  let isFirst = true
  for await (const chunk of content) {
    if (isFirst) refuseHtml(chunk)
    isFirst = false
    yield chunk
  }
}

function refuseHtml(start: Buffer): void {
  // No file of a repository begins so but by its first character.
  if (!/[<\s]/.test(String.fromCharCode(start[0] ?? 0))) return
  const page = describeHtml(start.subarray(0, 4096).toString('latin1'))
  if (page !== undefined) throw new WorkError(`is ${page}: check the address, and what the download host answers to it`)
}

/** Whether a path that a repository states is an address of its own. */
export function isAddress(path: string): boolean {
  return /^[a-z][a-z0-9+.-]*:\/\//i.test(path)
}

/** Whether a path that a repository states stays below its root. */
export function staysInside(path: string): boolean {
  return !path.startsWith('/') && !isAddress(path) && !path.split('/').includes('..')
}

function encodePath(path: string): string {
  return path
    .split('/')
    .filter((part) => part !== '.')
    .map(encodeURIComponent)
    .join('/')
}
