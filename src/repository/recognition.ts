import { ServiceError, WorkError } from '../error.js'
import type { Format } from '../format.js'
import type { Host } from '../host/host.js'
import { parseDebAddress, releaseFolder } from './deb-address.js'
import { describeHtml } from './stray-page.js'
import type { Patience } from './remote-files.js'

/** What is at an address. */
export interface Recognition {
  /** Of what lies there; both when one folder is a repository of either kind. */
  readonly formats: readonly Format[]
  /** What was seen instead, as clauses. */
  readonly hints: readonly string[]
  /** The download host failed. */
  readonly unavailable: boolean
}

/** The address of a repository, without what a person may have copied with it. */
export function tidyAddress(url: string): string {
  return url.trim().replace(/\/repodata(?:\/repomd\.xml)?\/*$/, '/')
}

/** Finds out what is at an address by the bytes that are there, whatever it is called. */
export async function recognizeRepository(url: string, host: Host, patience: Patience): Promise<Recognition> {
  const address = parseDebAddress(url)
  const hints: string[] = []
  const failures: ServiceError[] = []
  const formats: Format[] = []
  const [root = ''] = url.split(/\s+/)
  const base = root.endsWith('/') ? root : `${root}/`
  const look = async (place: string, isIt: RegExp): Promise<boolean> => {
    try {
      const start = await readStart(place, host, patience)
      if (start === undefined) return false
      if (isIt.test(start)) return true
      const page = describeHtml(start)
      hints.push(`${nameOf(place, base)} is ${page ?? 'something else'}`)
    } catch (error) {
      if (!(error instanceof ServiceError || error instanceof WorkError)) throw error
      if (error instanceof ServiceError && error.retriable) failures.push(error)
      hints.push(error.message)
    }
    return false
  }
  const folder = `${address.uri}${releaseFolder(address)}`
  if ((await look(`${folder}InRelease`, signedText)) || (await look(`${folder}Release`, releaseText))) formats.push('deb')
  if (address.suite === '/' && (await look(`${base}repodata/repomd.xml`, /<(?:\w+:)?repomd\b/))) formats.push('rpm')
  if (formats.length > 0 || failures.length > 0) return { formats, hints, unavailable: failures.length > 0 }
  for (const [path, isIt, told] of elsewhere) {
    if (await look(`${base}${path}`, isIt)) return { formats, hints: [told, ...hints], unavailable: false }
  }
  return { formats, hints: [...new Set(hints)], unavailable: failures.length > 0 }
}

const signedText = /^-----BEGIN PGP SIGNED MESSAGE-----/
const releaseText = /^(?:[A-Za-z0-9-]+: ?.*\r?\n)+/
const repomd = /<(?:\w+:)?repomd\b/

/** Where else a repository often is, for a person who gave the address of something beside it. */
const elsewhere: readonly (readonly [path: string, isIt: RegExp, told: string])[] = [
  ['Packages', /^Package: /m, 'there is Packages without Release, which apt refuses: write and sign a Release'],
  ['dists/stable/InRelease', signedText, 'this is the root of an archive: add /dists/stable to the address'],
  ['dists/stable/Release', releaseText, 'this is the root of an archive: add /dists/stable to the address'],
  ['x86_64/repodata/repomd.xml', repomd, 'a repository of rpms is in the folder x86_64 below: add /x86_64 to the address'],
  ['../repodata/repomd.xml', repomd, 'a repository of rpms is in the folder above: shorten the address'],
  ['', /^\s*<(?:!doctype|html)/i, 'there is a page of HTML at the address itself'],
]

async function readStart(url: string, host: Host, patience: Patience): Promise<string | undefined> {
  const consume = async (body: AsyncIterable<Buffer>) => {
    let start: Buffer = Buffer.alloc(0)
    for await (const chunk of body) {
      start = Buffer.concat([start, chunk])
      if (start.length >= 4096) break
    }
    return start.toString('latin1', 0, 4096)
  }
  try {
    return await host.http.read(url, consume, { ...patience, maxSize: Infinity })
  } catch (error) {
    if (error instanceof ServiceError && [403, 410].includes(error.status ?? 0)) return undefined
    throw error
  }
}

function nameOf(place: string, base: string): string {
  return place === base ? 'the address itself' : place.startsWith(base) ? place.slice(base.length) : place
}
