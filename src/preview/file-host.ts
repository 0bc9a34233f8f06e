import { createReadStream } from 'node:fs'
import { stat } from 'node:fs/promises'
import { createServer } from 'node:http'
import { join, normalize, sep } from 'node:path'

/** A folder that this machine, and no other, can read by HTTP. */
export interface FileHost {
  /** Such as `http://127.0.0.1:40123`. */
  readonly url: string
  close(): Promise<void>
}

/** Serves the files of a folder on a free port of the loopback interface; GET and HEAD of files, and nothing else. */
export async function serveFolder(folder: string): Promise<FileHost> {
  const server = createServer((request, response) => {
    const { method = 'GET', url = '/' } = request
    const end = (status: number) => void response.writeHead(status).end()
    if (method !== 'GET' && method !== 'HEAD') return end(405)
    const path = decode(url.split('?')[0] ?? '')
    const file = path === undefined ? undefined : normalize(join(folder, path))
    if (file?.startsWith(`${folder}${sep}`) !== true) return end(404)
    stat(file).then(
      (found) => {
        if (!found.isFile()) return end(404)
        response.writeHead(200, { 'content-length': found.size, 'last-modified': found.mtime.toUTCString() })
        if (method === 'HEAD') return void response.end()
        createReadStream(file)
          .on('error', () => response.destroy())
          .pipe(response)
      },
      () => end(404),
    )
  })
  await new Promise<void>((resolve, reject) => server.once('error', reject).listen(0, '127.0.0.1', resolve))
  const address = server.address()
  const port = typeof address === 'object' && address !== null ? address.port : 0
  return {
    url: `http://127.0.0.1:${port}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

function decode(path: string): string | undefined {
  try {
    return decodeURIComponent(path)
  } catch {
    return undefined
  }
}
