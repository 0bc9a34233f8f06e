import { createServer, request as ask, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'

/** A proxy in front of an OBS that never answers one request, so that who asked can be ended there. */
export interface HaltingProxy {
  readonly url: string
  /**
   * Counts anew, and halts at the first request that is meant; resolves to it, as `POST /path?query`.
   * @param isMeant hears each request and its number, from 1
   * @param when whether the request reaches OBS, which does what was asked, before it is halted
   */
  halt(isMeant: (request: string, number: number) => boolean, when: 'before' | 'after'): Promise<string>
  /** Halts nothing any more; what was halted is never answered. */
  pass(): void
  close(): Promise<void>
}

/** Starts one. Requests without credentials, which OBS answers by 401, are passed on and do not count. */
export async function startHaltingProxy(target: string): Promise<HaltingProxy> {
  let number = 0
  let meant: ((request: string, number: number) => boolean) | undefined
  let moment: 'before' | 'after' = 'before'
  let reached: (request: string) => void = () => undefined
  const server = createServer((request, response) => {
    const { method = 'GET', url = '/', headers } = request
    const line = `${method} ${decodeURIComponent(url)}`
    const isHalted = headers.authorization !== undefined && meant?.(line, ++number) === true
    if (isHalted) meant = undefined
    response.on('error', () => undefined)
    if (isHalted && moment === 'before') return reached(line)
    const upstream = ask(`${target}${url}`, { method, headers }, (answer: IncomingMessage) => {
      if (!isHalted) return void answer.pipe(response.writeHead(answer.statusCode ?? 502, answer.headers))
      answer.resume().on('end', () => reached(line))
    })
    upstream.on('error', () => response.destroy())
    request.pipe(upstream)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo // a TCP server that listens has one
  return {
    url: `http://127.0.0.1:${port}`,
    halt(isMeant, when) {
      number = 0
      meant = isMeant
      moment = when
      return new Promise((resolve) => (reached = resolve))
    },
    pass() {
      meant = undefined
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}
