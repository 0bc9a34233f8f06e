import { createReadStream } from 'node:fs'
import { stat } from 'node:fs/promises'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { join, normalize } from 'node:path'

/** What a host does with a request in place of serving the file. */
export type Route = (response: ServerResponse, request: IncomingMessage) => void

export const status =
  (code: number, headers: Readonly<Record<string, string>> = {}): Route =>
  (response) =>
    void response.writeHead(code, headers).end()

export const redirect = (location: string, code = 302): Route => status(code, { location })

export const page =
  (title: string, code = 200): Route =>
  (response) =>
    void response
      .writeHead(code, { 'content-type': 'text/html' })
      .end(`<!DOCTYPE html>\n<html><head><title>${title}</title></head>`)

export const body =
  (content: string | Buffer): Route =>
  (response) =>
    void response.writeHead(200).end(content)

/** Sends data for ever. */
export const endless =
  (chunk: Buffer = Buffer.alloc(1 << 16, 'x')): Route =>
  (response) => {
    response.writeHead(200)
    const more = () => {
      while (!response.destroyed && response.write(chunk));
    }
    response.on('drain', more)
    more()
  }

/** Sends a byte now and then. */
export const trickle: Route = (response) => {
  response.writeHead(200, { 'content-length': '100000' })
  const timer = setInterval(() => response.write('x'), 200)
  response.on('close', () => clearInterval(timer))
}

/** Takes the request and says nothing. */
export const silence: Route = () => undefined

export const cutOff: Route = (response) => {
  response.writeHead(200, { 'content-length': '100000' })
  response.write('x', () => response.destroy())
}

/** Serves a folder but for some paths; `*` stands for every path that has no route of its own. */
export async function serveHostile(
  root: string,
  routes: Readonly<Record<string, Route>>,
): Promise<{ readonly url: string; close(): Promise<void> }> {
  const server = createServer((request, response) => {
    const path = decodeURIComponent(new URL(request.url ?? '/', 'http://localhost').pathname)
    const route = routes[path] ?? routes['*']
    if (route !== undefined) return route(response, request)
    const file = join(root, normalize(path))
    stat(file).then(
      (stats) => {
        if (!stats.isFile()) return void response.writeHead(404).end()
        response.writeHead(200, { 'content-length': stats.size })
        createReadStream(file).pipe(response)
      },
      () => response.writeHead(404).end(),
    )
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('the server has no port')
  return {
    url: `http://127.0.0.1:${address.port}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}
