import { request as send, type IncomingHttpHeaders, type IncomingMessage, type ServerResponse } from 'node:http'
import { pipeline } from 'node:stream'
import { readSummary } from '../backend.js'
import { Refusal, sendOutage, sendStatus } from './answer.js'

/** Commands of the source server that take the name of the acting user; others answer 400 to it (bs_srcserver 2.9.4). */
const commandsOfUser = new Set([
  'commit',
  'commitfilelist',
  'copy',
  'branch',
  'undelete',
  'deleteuploadrev',
  'set_flag',
  'runservice',
])

/** The backend's path for a request: with the user where it is known there, without what only a front end understands. */
export function translateTarget(method: string, url: URL, user: string): string {
  const query = new URLSearchParams(url.search)
  const command = query.get('cmd') ?? ''
  if (url.pathname.startsWith('/source/')) {
    query.delete('user')
    if (method === 'PUT' || method === 'DELETE' || (method === 'POST' && commandsOfUser.has(command))) query.set('user', user)
    query.delete('force')
    if (command !== 'commitfilelist') query.delete('withvalidate')
  }
  const text = query.toString()
  return text === '' ? url.pathname : `${url.pathname}?${text}`
}

/** An answer that takes the place of the backend's. */
export interface Instead {
  readonly status: number
  readonly body: string
}

/** Passes a request on and streams both ways. A client that goes away takes its backend request with it. */
export function passOn(
  request: IncomingMessage,
  response: ServerResponse,
  backend: { port: number; path: string },
  explain: (status: number, summary: string) => Promise<Refusal | Instead>,
): void {
  const outgoing = send(
    {
      host: '127.0.0.1',
      port: backend.port,
      method: request.method,
      path: backend.path,
      headers: forwardHeaders(request.headers),
      agent: false,
    },
    (incoming) => {
      if ((incoming.statusCode ?? 500) >= 400) {
        void collect(incoming)
          .then((body) => explain(incoming.statusCode ?? 500, readSummary(body)))
          .then((answer) =>
            answer instanceof Refusal
              ? sendStatus(response, answer.status, answer.code, answer.message)
              : void response.writeHead(answer.status, { 'content-type': 'application/xml; charset=utf-8' }).end(answer.body),
          )
          .catch(() => response.destroy())
        return
      }
      response.writeHead(incoming.statusCode ?? 200, backwardHeaders(incoming.headers, backend.port))
      pipeline(incoming, response, () => undefined)
    },
  )
  outgoing.on('error', (error) => {
    if (!response.destroyed) sendOutage(response, request.url ?? '', error)
  })
  response.on('close', () => {
    if (!response.writableFinished) outgoing.destroy()
  })
  request.pipe(outgoing)
}

/** Headers for the backend: no credentials, and one connection a request. */
export function forwardHeaders(headers: IncomingHttpHeaders): IncomingHttpHeaders {
  return { ...without(headers, ['authorization', 'cookie', 'host', 'keep-alive', 'expect']), connection: 'close' }
}

function backwardHeaders(headers: IncomingHttpHeaders, port: number): IncomingHttpHeaders {
  const rest = without(headers, ['connection', 'keep-alive'])
  const location = rest.location?.replace(new RegExp(`^http://(?:127\\.0\\.0\\.1|localhost):${port}`), '')
  return location === undefined ? rest : { ...rest, location }
}

function without(headers: IncomingHttpHeaders, names: readonly string[]): IncomingHttpHeaders {
  return Object.fromEntries(Object.entries(headers).filter(([name]) => !names.includes(name)))
}

async function collect(incoming: IncomingMessage): Promise<string> {
  let text = ''
  // An error text is short; more than this is no error text.
  for await (const chunk of incoming) if (text.length < 100_000) text += String(chunk)
  return text
}
