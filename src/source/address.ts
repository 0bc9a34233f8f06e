import { readFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import { expandTemplate, expandUrl } from '../config/template.js'
import type { Source } from '../config/schema.js'
import { redactUrl, ServiceError, UserError } from '../error.js'
import type { Host } from '../host/host.js'
import type { Wanted } from './wanted.js'

/** Where something is: a URL, or an absolute path. */
export interface Address {
  readonly location: string
  /** Without user name, password and query. */
  readonly shown: string
}

const mostBytes = 16 * 1024 ** 2

/** Fills a template of a source. What has no scheme then is a path, relative to the config's folder. */
export function expandAddress(
  template: string,
  key: keyof Source,
  { values, baseOf }: Wanted,
  addresses: Readonly<Record<string, string>> = {},
): Address {
  const url = expandUrl(template, { ...values, ...addresses })
  if (isUrl(url)) return { location: url, shown: redactUrl(url) }
  const path = resolve(baseOf(key), expandTemplate(template, { ...values, ...addresses }))
  return { location: path, shown: path }
}

export function isUrl(location: string): boolean {
  return /^[a-z][a-z0-9+.-]*:\/\//i.test(location)
}

/** Reads the small files beside a program: checksums, signatures, bundles. Throws a {@link UserError} for one that is not there. */
export type ReadSmall = (address: Address, wanted: Wanted) => Promise<Buffer>

/** A {@link ReadSmall} that reads each address once. */
export function smallReader(host: Host): ReadSmall {
  const known = new Map<string, Promise<Buffer>>()
  return ({ location, shown }, wanted) => {
    const present = known.get(location)
    if (present) return present
    const answer = isUrl(location) ? readUrl(location, shown, wanted, host) : readLocal(location, wanted)
    known.set(location, answer)
    return answer
  }
}

async function readUrl(url: string, shown: string, wanted: Wanted, host: Host): Promise<Buffer> {
  return (await host.http.bytes(url, mostBytes)) ?? missing(shown, wanted)
}

async function readLocal(path: string, wanted: Wanted): Promise<Buffer> {
  return readFile(path).catch(() => missing(path, wanted))
}

/** Throws the {@link UserError} of an address that has nothing. */
export function missing(shown: string, { package: pkg, platform, at }: Wanted): never {
  const message = `There is nothing at ${shown}, which ${pkg} needs for ${platform.architecture}; check the version and packages.${pkg}.source.`
  throw new UserError([{ message, at }])
}

/** Throws {@link missing} in place of a 404. */
export function explainMissing(shown: string, wanted: Wanted): (error: unknown) => never {
  return (error) => {
    if (error instanceof ServiceError && error.status === 404) missing(shown, wanted)
    throw error
  }
}
