import { createServer, request as ask, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

/** A proxy in front of an HTTP service that loses answers. */
export interface LossyProxy {
  readonly url: string
  /** The requests whose answers were lost, as `POST /path?query`. */
  readonly lost: readonly string[]
  close(): Promise<void>
}

/** An answer of the service that is about to be passed on. */
export interface Answer {
  /** `POST /path?query`. */
  readonly request: string
  readonly status: number
  readonly body: string
}

/**
 * Forwards every request as it is, and passes the answer on, unless it shall be lost: then the service has done what was
 * asked for, and the client sees its connection break.
 */
export async function startLossyProxy(target: string, isLost: (answer: Answer) => boolean): Promise<LossyProxy> {
  const lost: string[] = []
  const server = createServer((request, response) => {
    forward(target, request)
      .then(({ answer, head }) => {
        if (isLost(answer)) {
          lost.push(answer.request)
          response.socket?.destroy()
        } else pass(head, answer.body, response)
      })
      .catch(() => response.socket?.destroy())
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo // a TCP server that listens has one
  return {
    url: `http://127.0.0.1:${port}`,
    lost,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

interface Forwarded {
  readonly answer: Answer
  readonly head: IncomingMessage
}

function forward(target: string, request: IncomingMessage): Promise<Forwarded> {
  const { method = 'GET', url = '/', headers } = request
  return new Promise((resolve, reject) => {
    const upstream = ask(`${target}${url}`, { method, headers }, (head) => {
      const chunks: Buffer[] = []
      head.on('data', (chunk: Buffer) => chunks.push(chunk))
      head.on('error', reject)
      head.on('end', () => {
        const body = Buffer.concat(chunks).toString('latin1')
        resolve({ answer: { request: `${method} ${url}`, status: head.statusCode ?? 0, body }, head })
      })
    })
    upstream.on('error', reject)
    request.pipe(upstream)
  })
}

function pass(head: IncomingMessage, body: string, response: ServerResponse): void {
  response.writeHead(head.statusCode ?? 502, head.headers).end(Buffer.from(body, 'latin1'))
}
