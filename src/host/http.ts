import type { IncomingMessage } from 'node:http'
import { describeRefusal, ServiceError, WorkError } from '../error.js'
import type { Clock } from './clock.js'
import type { Environment } from './environment.js'
import { openConnection, type Connection } from './connection.js'
import { exchangeOnce, type Answer, type Request } from './exchange.js'
import { parseRetryAfter, repeatRead, type Outcome } from './retry.js'
import { formatSpan, tooLarge } from './measure.js'
import { getFollowing, type Hop } from './redirect.js'
import { transfer, type DownloadOptions } from './transfer.js'

/** How far a read may go. */
export interface ReadLimits {
  /** Milliseconds since the epoch at which the read ends, however far it is. Default: none. */
  readonly deadline?: number
  /** Milliseconds without a byte after which a connection counts as lost. Default: the host's. */
  readonly idle?: number
  /** Told of every answer on the way, a redirect's too. */
  readonly onHop?: (hop: Hop) => void
}

/** HTTP with proxies honoured; what only reads follows redirects and is repeated when it failed. */
export interface Http {
  /**
   * Sends one request and resolves to its answer, whatever that says. Never repeated: what a lost answer has changed, only who
   * asked can look for. Throws a {@link ServiceError} when no whole answer came.
   */
  exchange(request: Request): Promise<Answer>
  /**
   * Hands the body to a consumer as it arrives, from its beginning in every try. Resolves to undefined for 404; errors as of
   * `text`, and what the consumer throws.
   * @param limits `maxSize`: most bytes of the body
   */
  read<T>(
    url: string,
    consume: (body: AsyncIterable<Buffer>) => Promise<T>,
    limits?: ReadLimits & { readonly maxSize?: number },
  ): Promise<T | undefined>
  /**
   * The whole body as text; throws a {@link ServiceError} unless the answer is 200.
   * @param limit most bytes of the body, above which a {@link WorkError} is thrown; default 64 MiB
   */
  text(url: string, limit?: number): Promise<string>
  /** The whole body; undefined for 404, otherwise as `text`. */
  bytes(url: string, limit?: number): Promise<Buffer | undefined>
  /** Writes the body to a file, which appears only when it is complete. Errors as of `text`. */
  download(url: string, file: string, options?: DownloadOptions): Promise<void>
}

/** One request, and what to do with its answer; undefined for 404. */
export type Read = <T>(
  url: string,
  headers: Readonly<Record<string, string>>,
  statuses: readonly number[],
  consume: (message: IncomingMessage, status: number) => Promise<T>,
) => Promise<Outcome<T | undefined>>

const defaultLimit = 64 * 1024 ** 2

/**
 * An {@link Http} of this machine. Reads alone are repeated: they change nothing.
 * @param idle milliseconds without a byte after which a connection counts as lost
 * @param env where a proxy is named
 */
export function systemHttp(clock: Clock, idle = 60_000, env: Environment = {}): Http {
  const readBody: Http['read'] = (url, consume, { maxSize = defaultLimit, ...limits } = {}) =>
    withClient(url, { idle, env, ...limits }, clock, (read) =>
      repeatRead(clock, () => read(url, {}, [200], (message) => consume(bound(message, url, maxSize))), limits.deadline),
    )
  const bytes = (url: string, limit = defaultLimit) => readBody(url, collect, { maxSize: limit })
  return {
    async exchange(request) {
      const client = await openConnection(idle, env)
      try {
        return await exchangeOnce(client, request, idle)
      } catch (error) {
        throw new ServiceError({ url: request.url, reason: error instanceof Error ? error.message : String(error) })
      } finally {
        client.dispose()
      }
    },
    read: readBody,
    bytes,
    async text(url, limit) {
      const body = await bytes(url, limit)
      if (body === undefined) throw notFound(url)
      return body.toString('utf8')
    },
    async download(url, file, options = {}) {
      const found = await withClient(url, { idle, env, ...options }, clock, (read) => transfer(url, file, options, read, clock))
      if (!found) throw notFound(url)
    },
  }
}

/** Gives the task a way to read; at the deadline its connections end, and with them the task. */
async function withClient<T>(
  url: string,
  { idle, env, deadline, onHop }: ReadLimits & { readonly idle: number; readonly env: Environment },
  clock: Clock,
  task: (read: Read) => Promise<T>,
): Promise<T> {
  const client = await openConnection(idle, env)
  let timer: NodeJS.Timeout | undefined
  const work = task(reader(client, clock, idle, onHop))
  try {
    if (deadline === undefined) return await work
    const span = Math.max(0, deadline - clock.now())
    const late = new Promise<never>((_, reject) => {
      const error = new ServiceError({ url, reason: `the answer did not end within ${formatSpan(span)}`, retriable: true })
      timer = setTimeout(() => reject(error), Math.min(span, 2 ** 31 - 1))
    })
    return await Promise.race([work, late])
  } finally {
    clearTimeout(timer)
    client.dispose()
    // What the end of its connections makes of it, nobody waits for any more.
    work.catch(() => undefined)
  }
}

function reader(client: Connection, clock: Clock, idle: number, onHop: ReadLimits['onHop']): Read {
  return async (url, headers, statuses, consume) => {
    let answered: number | undefined
    try {
      // A digest is of the file itself; without this header any compression would do (RFC 9110, 12.5.3).
      const message = await getFollowing(client, url, { 'accept-encoding': 'identity', ...headers }, onHop)
      // The connection is watched over only until the head of the answer is there.
      message.setTimeout(idle, () => message.destroy(new Error(`no data for ${Math.round(idle / 1000)} s`)))
      const status = (answered = message.statusCode ?? 0)
      if (statuses.includes(status)) return { done: true, value: await consume(message, status) }
      message.resume()
      if (status === 404) return { done: true, value: undefined }
      return refuse(url, status, message.statusMessage ?? '', parseRetryAfter(message.headers['retry-after'], clock.now()))
    } catch (error) {
      if (error instanceof WorkError || describeRefusal(error) !== undefined) throw error
      if (error instanceof ServiceError) return { done: false, error }
      const told = error instanceof Error ? error.message : String(error)
      const reason = answered === undefined ? told : `the answer broke off (${told})`
      return { done: false, error: new ServiceError({ url, status: answered, reason, retriable: true }) }
    }
  }
}

function refuse(url: string, status: number, reason: string, wait: number | undefined): Outcome<never> {
  const later = wait === undefined ? undefined : `it asks to come back in ${Math.ceil(wait / 1000)} s`
  const hint = status === 403 ? forbidden : later
  return { done: false, wait, error: new ServiceError({ url, status, reason, ...(hint === undefined ? {} : { hint }) }) }
}

const forbidden =
  'a download host that says 403 mostly means a path that does not exist or a blocked address, not wrong credentials'

function notFound(url: string): ServiceError {
  return new ServiceError({ url, status: 404, reason: 'not found', hint: 'check the address' })
}

/** The chunks of a body, ended by a WorkError when there are more bytes than may be. */
async function* bound(message: AsyncIterable<unknown>, url: string, limit: number): AsyncGenerator<Buffer> {
  let size = 0
  // A message of node:http without an encoding yields buffers.
  for await (const chunk of message as AsyncIterable<Buffer>) {
    size += chunk.length
    if (size > limit) throw tooLarge(url, limit)
    yield chunk
  }
}

/** A body in one piece; for one that is bounded. */
export async function collect(body: AsyncIterable<Buffer>): Promise<Buffer> {
  const chunks: Buffer[] = []
  for await (const chunk of body) chunks.push(chunk)
  return Buffer.concat(chunks)
}
