import type { IncomingHttpHeaders } from 'node:http'
import type { Connection } from './connection.js'

/** A request that may change something. */
export interface Request {
  readonly method: 'GET' | 'POST' | 'PATCH' | 'PUT'
  readonly url: string
  readonly headers: Readonly<Record<string, string>>
  readonly body?: string
}

/** A whole answer, whatever it says; a redirect is one like others. */
export interface Answer {
  readonly status: number
  readonly headers: IncomingHttpHeaders
  readonly text: string
}

const mostBytes = 64 * 1024 ** 2

/** Sends a request once and reads its answer to the end; throws when none comes or it breaks off. */
export async function exchangeOnce(client: Connection, { method, url, headers, body }: Request, idle: number): Promise<Answer> {
  const message = await client.send(method, url, headers, body)
  message.setTimeout(idle, () => message.destroy(new Error(`no data for ${Math.round(idle / 1000)} s`)))
  const chunks: Buffer[] = []
  let size = 0
  // A message of node:http without an encoding yields buffers.
  for await (const chunk of message as AsyncIterable<Buffer>) {
    size += chunk.length
    if (size > mostBytes) throw new Error(`the answer is larger than ${mostBytes} bytes`)
    chunks.push(chunk)
  }
  return { status: message.statusCode ?? 0, headers: message.headers, text: Buffer.concat(chunks).toString('utf8') }
}
