import { join } from 'node:path'
import { expandTemplate } from '../config/template.js'
import { redactUrl, ServiceError, UserError } from '../error.js'
import { exists, hashBytes, hashFile } from '../host/file.js'
import type { Host } from '../host/host.js'
import type { Found, Wanted } from './wanted.js'
import { findDigest } from './checksum.js'

/**
 * Downloads a program into the cache. A file cached from the same URL is used again only when a checksum
 * vouches for it.
 */
export async function fetchBinary(wanted: Wanted, url: string, host: Host): Promise<Found> {
  const origin = redactUrl(url)
  const expected = await expectedDigest(wanted, url, host)
  const file = join(host.directories.cache, 'downloads', hashBytes(url, 'sha256').slice(0, 16), wanted.binary)
  if (expected !== undefined && (await exists(file)) && (await hashFile(file, 'sha256')) === expected) {
    host.log.info(`${wanted.binary} for ${wanted.architecture} is cached, its SHA-256 is right`)
    return { file, origin, expected }
  }
  host.log.info(`downloading ${origin}`)
  await orMissing(host.http.download(url, file), wanted, origin)
  if (expected === undefined)
    host.log.warning(`${origin} has no checksum in the config (sha256): its content is taken as it came.`)
  return { file, origin, expected }
}

async function expectedDigest(
  { source, values, architecture, ...wanted }: Wanted,
  url: string,
  host: Host,
): Promise<string | undefined> {
  if (typeof source.sha256 !== 'string') return source.sha256?.[architecture]
  const checksumUrl = expandTemplate(source.sha256, { ...values, url })
  const text = await orMissing(host.http.text(checksumUrl), { ...wanted, source, values, architecture }, redactUrl(checksumUrl))
  const name = new URL(url).pathname.split('/').at(-1) ?? wanted.binary
  const digest = findDigest(text, decodeURIComponent(name))
  if (digest === undefined)
    throw new UserError(`${redactUrl(checksumUrl)} holds no SHA-256 for ${name}; check packages.${wanted.package}.source.sha256.`)
  return digest
}

async function orMissing<T>(answer: Promise<T>, wanted: Wanted, url: string): Promise<T> {
  return answer.catch((error: unknown) => {
    if (!(error instanceof ServiceError) || error.status !== 404) throw error
    throw new UserError(
      `There is nothing at ${url}, which ${wanted.package} needs for ${wanted.architecture}; check the version and packages.${wanted.package}.source.url.`,
    )
  })
}
