import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join, normalize } from 'node:path'

/** A site that workflows deploy by the stand-ins for GitHub's Pages. */
export interface Pages {
  /** Where the stand-ins keep it. */
  readonly folder: string
  /** Without a slash at its end, as GitHub tells it. */
  readonly url: string
  /** A file of it as a visitor gets it. */
  get(path: string): Promise<string>
  close(): Promise<void>
}

/** Serves what was deployed last, and 404 before. */
export async function servePages(): Promise<Pages> {
  const folder = await mkdtemp(join(tmpdir(), 'obs-publish-pages-'))
  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url ?? '/', 'http://localhost')
    readFile(join(folder, 'site', normalize(decodeURIComponent(pathname)))).then(
      (content) => response.writeHead(200).end(content),
      () => response.writeHead(404).end('not found'),
    )
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo // a TCP server that listens has one
  const url = `http://127.0.0.1:${port}`
  return {
    folder,
    url,
    async get(path) {
      const answer = await fetch(`${url}/${path}`)
      if (!answer.ok) throw new Error(`${path}: ${answer.status}`)
      return answer.text()
    },
    async close() {
      server.closeAllConnections()
      server.close()
      await rm(folder, { recursive: true, force: true })
    },
  }
}
