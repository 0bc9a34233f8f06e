import { createWriteStream } from 'node:fs'
import { mkdir, mkdtemp, readFile, rename, rm, stat, writeFile } from 'node:fs/promises'
import type { IncomingHttpHeaders, IncomingMessage } from 'node:http'
import { dirname, join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { ServiceError } from '../error.js'
import type { Clock } from './clock.js'
import { hashBytes } from './file.js'
import type { Read, ReadLimits } from './http.js'
import { repeatRead } from './retry.js'
import { tooLarge } from './measure.js'

export interface DownloadOptions extends ReadLimits {
  /** Most bytes of the body; more is a WorkError, told by the head of the answer when it can be. */
  readonly maxSize?: number
  /** A folder of one caller that keeps what has arrived, so that a later download goes on where this one ended. */
  readonly partial?: string
  /** Told as data arrives: bytes so far, and in all when the server says so. */
  readonly onProgress?: (received: number, total: number | undefined) => void
}

/** What tells one state of a resource from another (RFC 9110, 13.1.5), and of which resource, without its secrets. */
interface Validator {
  readonly urlDigest: string
  readonly value: string
}

/**
 * Downloads into a file, going on after what is there already when the server confirms that it belongs to the same
 * state of the resource (Range and If-Range, RFC 9110, 14.2). Resolves to false for 404.
 */
export async function transfer(url: string, file: string, options: DownloadOptions, read: Read, clock: Clock): Promise<boolean> {
  await mkdir(dirname(file), { recursive: true })
  const folder = options.partial ?? (await mkdtemp(`${file}.partial-`))
  await mkdir(folder, { recursive: true })
  const data = join(folder, 'data')
  try {
    const found = await repeatRead(
      clock,
      async () => {
        const { offset, validator } = await findStart(folder, url)
        const headers = validator === undefined ? {} : { range: `bytes=${offset}-`, 'if-range': validator.value }
        const outcome = await read(url, headers, validator === undefined ? [200] : [200, 206, 416], (response, status) =>
          receive(response, status, { url, folder, offset, validator, options }),
        )
        if (outcome.done) return outcome
        return { ...outcome, progress: (await findStart(folder, url)).offset > offset }
      },
      options.deadline,
    )
    if (found) await rename(data, file)
    return found ?? false
  } finally {
    if (options.partial === undefined) await rm(folder, { recursive: true, force: true })
  }
}

async function findStart(folder: string, url: string): Promise<{ offset: number; validator: Validator | undefined }> {
  const offset = await sizeOf(join(folder, 'data'))
  const text = await readFile(join(folder, 'validator.json'), 'utf8').catch(() => '{}')
  const validator = parseValidator(text)
  return offset > 0 && validator?.urlDigest === hashBytes(url, 'sha256')
    ? { offset, validator }
    : { offset: 0, validator: undefined }
}

interface Reception {
  readonly url: string
  readonly folder: string
  readonly offset: number
  readonly validator: Validator | undefined
  readonly options: DownloadOptions
}

async function receive(message: IncomingMessage, status: number, reception: Reception): Promise<true> {
  const { url, folder, offset, validator, options } = reception
  const range = /^bytes (?:(\d+)-\d+|\*)\/(\d+|\*)$/.exec(message.headers['content-range'] ?? '')
  if (status === 416) {
    message.resume()
    if (Number(range?.[2]) === offset) return true
    throw await startAgain(reception)
  }
  if (status === 206 && (Number(range?.[1]) !== offset || isOther(validator, message.headers))) {
    message.destroy()
    throw await startAgain(reception)
  }
  const start = status === 206 ? offset : 0
  const length = Number(message.headers['content-length'] ?? NaN)
  const total = Number.isNaN(length) ? undefined : start + length
  const limit = options.maxSize ?? Infinity
  if ((total ?? 0) > limit) {
    message.destroy()
    throw tooLarge(url, limit)
  }
  if (start === 0) await writeFile(join(folder, 'validator.json'), JSON.stringify(readValidator(url, message.headers) ?? {}))
  let received = start
  const counted = async function* (chunks: AsyncIterable<Buffer>) {
    for await (const chunk of chunks) {
      received += chunk.length
      if (received > limit) throw tooLarge(url, limit)
      options.onProgress?.(received, total)
      yield chunk
    }
  }
  await pipeline(message, counted, createWriteStream(join(folder, 'data'), { flags: start === 0 ? 'w' : 'a' }))
  return true
}

/** The server's state is another than ours: what is there is worthless, and the next try starts at the beginning. */
async function startAgain({ url, folder }: Reception): Promise<ServiceError> {
  await rm(join(folder, 'data'), { force: true })
  return new ServiceError({ url, reason: 'it changed while it was read', retriable: true })
}

/** The strong validator of an answer; a date is one only when it was a minute old (RFC 9110, 8.8.2.2). */
function readValidator(url: string, headers: IncomingHttpHeaders): Validator | undefined {
  const { etag, date, 'last-modified': modified } = headers
  const urlDigest = hashBytes(url, 'sha256')
  if (etag !== undefined && !etag.startsWith('W/')) return { urlDigest, value: etag }
  if (modified !== undefined && date !== undefined && Date.parse(date) - Date.parse(modified) >= 60_000)
    return { urlDigest, value: modified }
  return undefined
}

/** Whether a part is of another state: some servers send it whatever If-Range says. */
function isOther(validator: Validator | undefined, { etag, 'last-modified': modified }: IncomingHttpHeaders): boolean {
  const stated = validator?.value.startsWith('"') ? etag : modified
  return stated !== undefined && stated !== validator?.value
}

function parseValidator(text: string): Validator | undefined {
  try {
    const found: unknown = JSON.parse(text)
    if (typeof found !== 'object' || found === null || !('urlDigest' in found) || !('value' in found)) return undefined
    const { urlDigest, value } = found
    return typeof urlDigest === 'string' && typeof value === 'string' ? { urlDigest, value } : undefined
  } catch {
    return undefined
  }
}

async function sizeOf(file: string): Promise<number> {
  return stat(file).then(
    ({ size }) => size,
    () => 0,
  )
}
