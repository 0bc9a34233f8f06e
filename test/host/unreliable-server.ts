import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { systemHttp, type Http } from '../../src/host/http.js'
import { testClock } from '../support/clock.js'

export type Handler = (request: IncomingMessage, response: ServerResponse) => void

/** A server that does what a test tells it, and a client of it. */
export interface UnreliableServer {
  readonly origin: string
  /** For one request each; the last one for all that follow. */
  handlers: Handler[]
  /** The ranges that were asked for, with their conditions. */
  asked: string[]
  /** Its connections may be idle for 300 ms, and its pauses take no time. */
  readonly http: Http
  readonly clock: ReturnType<typeof testClock>
  close(): void
}

export async function openServer(): Promise<UnreliableServer> {
  const clock = testClock()
  const listener = createServer((request, response) => {
    const condition = request.headers['if-range']?.toString()
    opened.asked.push(`${request.headers.range ?? 'all'}${condition === undefined ? '' : ` if ${condition}`}`)
    const handler = opened.handlers.length > 1 ? opened.handlers.shift() : opened.handlers[0]
    handler?.(request, response)
  })
  await new Promise<void>((resolve) => listener.listen(0, '127.0.0.1', resolve))
  const address = listener.address()
  const opened: UnreliableServer = {
    origin: typeof address === 'object' && address !== null ? `http://127.0.0.1:${address.port}` : '',
    handlers: [],
    asked: [],
    http: systemHttp(clock, 300),
    clock,
    close() {
      listener.closeAllConnections()
      listener.close()
    },
  }
  return opened
}

export const content = 'abcdefghij'.repeat(1000)

/** Answers with everything, or with the rest of it as a server does that knows ranges. */
export const honest =
  (etag = '"one"', body = content): Handler =>
  (request, response) => {
    const start = Number(/^bytes=(\d+)-$/.exec(request.headers.range ?? '')?.[1] ?? 0)
    const same = request.headers['if-range'] === etag
    if (same && start >= body.length) return void response.writeHead(416, { 'content-range': `bytes */${body.length}` }).end()
    const rest = same ? body.slice(start) : body
    const head = { etag, 'content-length': rest.length }
    if (!same) return void response.writeHead(200, head).end(rest)
    response.writeHead(206, { ...head, 'content-range': `bytes ${start}-${body.length - 1}/${body.length}` }).end(rest)
  }

/** Promises everything, sends a part and hangs up. */
export const interrupted =
  (length: number, headers: Record<string, string> = { etag: '"one"' }): Handler =>
  (_, response) => {
    response.writeHead(200, { ...headers, 'content-length': content.length })
    // What a client has not read when a connection breaks is lost.
    response.write(content.slice(0, length), () => setTimeout(() => response.destroy(), 150))
  }

export const status =
  (code: number, headers: Record<string, string> = {}): Handler =>
  (_, response) =>
    void response.writeHead(code, headers).end()
