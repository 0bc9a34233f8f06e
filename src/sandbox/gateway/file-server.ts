import { createReadStream, type Stats } from 'node:fs'
import { readdir, realpath, stat } from 'node:fs/promises'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { extname, join, sep } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { escapeXml } from '../../xml.js'

const types: Readonly<Record<string, string>> = {
  '.deb': 'application/vnd.debian.binary-package',
  '.rpm': 'application/x-rpm',
  '.xml': 'application/xml',
  '.gz': 'application/gzip',
  '.asc': 'application/pgp-signature',
  '.key': 'application/pgp-keys',
}

/** Serves a file or a folder's list from the published repositories: GET and HEAD, ranges, and dates for revalidation. */
export async function servePublished(
  root: string,
  path: string,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  if (request.method !== 'GET' && request.method !== 'HEAD') return fail(response, 405)
  const file = await resolveInside(root, path)
  const info = file === undefined ? undefined : await stat(file).catch(() => undefined)
  if (file === undefined || info === undefined) return fail(response, 404)
  if (info.isDirectory()) return list(file, path, response)
  const validators = {
    'last-modified': info.mtime.toUTCString(),
    etag: `"${info.size.toString(16)}-${info.mtimeMs.toString(16)}"`,
  }
  if (isUnchanged(request, info, validators.etag)) {
    response.writeHead(304, validators).end()
    return
  }
  const range = readRange(request.headers.range, info.size)
  if (range === 'unsatisfiable') {
    response.writeHead(416, { 'content-range': `bytes */${info.size}` }).end()
    return
  }
  const { start, end } = range ?? { start: 0, end: info.size - 1 }
  response.writeHead(range === undefined ? 200 : 206, {
    ...validators,
    'content-type': types[extname(file)] ?? 'application/octet-stream',
    'content-length': end - start + 1,
    'accept-ranges': 'bytes',
    ...(range === undefined ? {} : { 'content-range': `bytes ${start}-${end}/${info.size}` }),
  })
  if (request.method === 'HEAD' || info.size === 0) response.end()
  else await pipeline(createReadStream(file, { start, end }), response)
}

/** The real path below the root; undefined when it does not exist or leads outside. */
export async function resolveInside(root: string, path: string): Promise<string | undefined> {
  let decoded
  try {
    decoded = decodeURIComponent(path)
  } catch {
    return undefined
  }
  if (decoded.includes('\0')) return undefined
  const home = await realpath(root).catch(() => undefined)
  const real = await realpath(join(root, decoded)).catch(() => undefined)
  if (home === undefined || real === undefined) return undefined
  return real === home || real.startsWith(home + sep) ? real : undefined
}

/** A single byte range (RFC 9110, 14.1.2); undefined when the header asks for none or for something else. */
export function readRange(
  header: string | undefined,
  size: number,
): { start: number; end: number } | 'unsatisfiable' | undefined {
  const match = /^bytes=(\d*)-(\d*)$/.exec(header ?? '')
  if (match === null) return undefined
  const [, first = '', last = ''] = match
  if (first === '' && last === '') return undefined
  const start = first === '' ? Math.max(0, size - Number(last)) : Number(first)
  const end = first === '' || last === '' ? size - 1 : Math.min(Number(last), size - 1)
  return start >= size || start > end ? 'unsatisfiable' : { start, end }
}

function isUnchanged(request: IncomingMessage, info: Stats, etag: string): boolean {
  if (request.headers['if-none-match'] !== undefined) return request.headers['if-none-match'] === etag
  const since = Date.parse(request.headers['if-modified-since'] ?? '')
  return !Number.isNaN(since) && Math.floor(info.mtimeMs / 1000) * 1000 <= since
}

async function list(folder: string, path: string, response: ServerResponse): Promise<void> {
  if (!path.endsWith('/')) {
    response.writeHead(301, { location: `/repositories${path}/` }).end()
    return
  }
  const entries = await readdir(folder, { withFileTypes: true })
  const names = entries.map((entry) => (entry.isDirectory() ? `${entry.name}/` : entry.name)).sort()
  const items = names.map((name) => `<li><a href="./${encodeURI(name)}">${escapeXml(name)}</a></li>`)
  response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' }).end(`<!DOCTYPE html><ul>${items.join('\n')}</ul>\n`)
}

function fail(response: ServerResponse, status: number): void {
  response.writeHead(status, { 'content-type': 'text/plain' }).end(status === 404 ? 'Not found\n' : 'Only GET and HEAD\n')
}
