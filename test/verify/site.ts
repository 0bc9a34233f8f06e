import { createReadStream } from 'node:fs'
import { stat } from 'node:fs/promises'
import { createServer } from 'node:http'
import { join, normalize } from 'node:path'

/** A download host on this machine. */
export interface Site {
  readonly url: string
  /** The paths asked for. */
  readonly requests: readonly string[]
  /** Serves another folder from now on. */
  show(folder: string): void
  close(): Promise<void>
}

export async function serve(folder: string): Promise<Site> {
  const requests: string[] = []
  let shown = folder
  const server = createServer((request, response) => {
    const path = decodeURIComponent(new URL(request.url ?? '/', 'http://localhost').pathname)
    requests.push(path)
    const file = join(shown, normalize(path))
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
    url: `http://127.0.0.1:${address.port}/`,
    requests,
    show: (other) => void (shown = other),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}
