import { createHash } from 'node:crypto'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'

/** A project's own download server, with a small shell script as its program. */
export interface Programs {
  readonly url: string
  /** The version that the marker of the nightly build holds. */
  marker: string
  /** The program as it is downloaded. */
  program(version: string, architecture: string): string
  close(): Promise<void>
}

/** Serves `/v<version>/hello-<goarch>`, the same with `.sha256`, and `/latest.txt`, for every version, on 127.0.0.1. */
export async function servePrograms(): Promise<Programs> {
  const program = (version: string, architecture: string) => `#!/bin/sh\necho "hello ${version} for ${architecture}"\n`
  const programs = { url: '', marker: '', program, close }
  const server = createServer((request, response) => {
    const path = decodeURIComponent(request.url ?? '')
    const [, version, architecture, digest] = /^\/v([^/]+)\/hello-(\w+)(\.sha256)?$/.exec(path) ?? []
    if (path === '/latest.txt') response.end(`${programs.marker}\n`)
    else if (version === undefined || architecture === undefined) response.writeHead(404).end()
    else if (digest === undefined) response.end(program(version, architecture))
    else response.end(`${createHash('sha256').update(program(version, architecture)).digest('hex')}\n`)
  })

  function close(): Promise<void> {
    return new Promise((resolve) => {
      server.close(() => resolve())
      server.closeAllConnections()
    })
  }

  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo // a TCP server that listens has one
  programs.url = `http://127.0.0.1:${port}`
  return programs
}
