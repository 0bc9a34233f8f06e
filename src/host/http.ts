import { createWriteStream } from 'node:fs'
import { mkdir, rename, rm } from 'node:fs/promises'
import { dirname } from 'node:path'
import { pipeline } from 'node:stream/promises'
import type { HttpClientResponse } from '@actions/http-client'
import { ServiceError } from '../error.js'
import type { Clock } from './clock.js'

/** Reads over HTTP with redirects followed, proxies honoured and failed reads repeated. */
export interface Http {
  /** The whole body as text; throws a {@link ServiceError} unless the answer is 200. */
  text(url: string): Promise<string>
  /** The whole body; undefined for 404, otherwise a {@link ServiceError} unless the answer is 200. */
  bytes(url: string): Promise<Buffer | undefined>
  /** Writes the body to a file, which appears only when it is complete. */
  download(url: string, file: string): Promise<void>
}

const attempts = 4
const firstPause = 500

/** An {@link Http} over @actions/http-client. Reads alone are repeated: they change nothing. */
export function systemHttp(clock: Clock): Http {
  return {
    async text(url) {
      const body = await read(url, clock, (response) => response.readBodyBuffer?.() ?? collect(response))
      if (body === undefined) throw notFound(url)
      return body.toString('utf8')
    },
    bytes: (url) => read(url, clock, (response) => response.readBodyBuffer?.() ?? collect(response)),
    async download(url, file) {
      await mkdir(dirname(file), { recursive: true })
      const partial = `${file}.partial`
      const done = await read(url, clock, async (response) => {
        await pipeline(response.message, createWriteStream(partial))
        return true
      }).catch(async (error: unknown) => {
        await rm(partial, { force: true })
        throw error
      })
      if (done === undefined) throw notFound(url)
      await rename(partial, file)
    },
  }
}

async function read<T>(url: string, clock: Clock, consume: (response: HttpClientResponse) => Promise<T>): Promise<T | undefined> {
  const { HttpClient } = await import('@actions/http-client')
  const client = new HttpClient('obs-publish', [], { socketTimeout: 60_000, maxRedirects: 10 })
  try {
    for (let attempt = 1; ; attempt++) {
      const failure = await tryRead(client.get(url), url, consume)
      if (failure.done) return failure.value
      if (!failure.error.retriable || attempt === attempts) throw failure.error
      await clock.sleep(firstPause * 2 ** (attempt - 1))
    }
  } finally {
    client.dispose()
  }
}

type Outcome<T> = { done: true; value: T | undefined } | { done: false; error: ServiceError }

async function tryRead<T>(
  answer: Promise<HttpClientResponse>,
  url: string,
  consume: (response: HttpClientResponse) => Promise<T>,
): Promise<Outcome<T>> {
  try {
    const response = await answer
    const status = response.message.statusCode
    if (status === 200) return { done: true, value: await consume(response) }
    response.message.resume()
    if (status === 404) return { done: true, value: undefined }
    const reason = response.message.statusMessage ?? ''
    return { done: false, error: new ServiceError({ url, status, reason, ...(status === 403 ? { hint: forbidden } : {}) }) }
  } catch (error) {
    return { done: false, error: new ServiceError({ url, reason: error instanceof Error ? error.message : String(error) }) }
  }
}

const forbidden =
  'a download host that says 403 mostly means a path that does not exist or a blocked address, not wrong credentials'

function notFound(url: string): ServiceError {
  return new ServiceError({ url, status: 404, reason: 'not found', hint: 'check the address' })
}

async function collect(response: HttpClientResponse): Promise<Buffer> {
  const chunks: Buffer[] = []
  // A message of node:http without an encoding yields buffers.
  for await (const chunk of response.message) chunks.push(chunk as Buffer)
  return Buffer.concat(chunks)
}
