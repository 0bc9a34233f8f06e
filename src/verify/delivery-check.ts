import { createHash } from 'node:crypto'
import { ServiceError, WorkError, redactUrl } from '../error.js'
import type { Format } from '../format.js'
import { warnOfEnd } from './public-key.js'
import type { Host } from '../host/host.js'
import type { Hop } from '../host/redirect.js'
import type { DebAddress } from '../repository/deb-address.js'
import { limits } from '../repository/limit.js'
import type { Patience, RemoteFiles } from '../repository/remote-files.js'
import { fail, pass, warn, type Finding } from './finding.js'
import type { Snippet } from './request.js'
import { writeAptSource, writeRepo } from './snippet.js'

const month = 30 * 24 * 60 * 60 * 1000

/** Tells the way by which the files came: every host, until when its certificate is good, and what users write to come by it. */
export function judgeWay(
  format: Format,
  { hops, url }: Pick<RemoteFiles, 'hops' | 'url'>,
  address: DebAddress,
  now: number,
): Finding {
  const subject = `${format} way`
  const ways = [...hops].filter(([, way]) => way.length > 0)
  const all = ways.flatMap(([, way]) => way)
  const hosts = new Map<string, number | undefined>()
  for (const { url, certificateExpires: end } of all) {
    const { origin } = new URL(url)
    const before = hosts.get(origin)
    hosts.set(origin, end === undefined ? before : Math.min(end, before ?? Infinity))
  }
  const told = [...hosts].map(
    ([origin, end]) => `${origin}${end === undefined ? '' : ` (certificate until ${new Date(end).toISOString().slice(0, 10)})`}`,
  )
  const redirected = ways.filter(([, way]) => way.length > 1)
  const snippet = writeSnippet(
    format,
    url,
    address,
    ways.some(([path, way]) => path === 'Release.key' && way.at(-1)?.status === 200),
  )
  const details = [
    `users write into ${snippet.path}:\n${snippet.text}`,
    ...redirected.slice(0, 20).map(([path, way]) => `${path}: ${describeWay(way)}`),
  ]
  const evidence = `${ways.length} files came from ${told.join(', ') || 'nowhere'}; ${redirected.length === 0 ? 'no redirect' : `${redirected.length} by redirects`}`
  const endings = [...hosts].flatMap(([origin, end]) => {
    if (end === undefined || end - now > month) return []
    return [`the certificate of ${origin} ends ${warnOfEnd(end, now, 'renew it') ?? 'soon'}`]
  })
  const finding =
    endings.length === 0 ? pass('delivery', subject, evidence) : warn('delivery', subject, `${endings.join('; ')}; ${evidence}`)
  return { ...finding, details, snippet }
}

/**
 * What users paste to have the repository, as installs are tried with it.
 * @param hasKey whether the repository publishes its key where OBS does
 */
function writeSnippet(format: Format, url: string, address: DebAddress, hasKey: boolean): Snippet {
  const id = new URL(url).hostname.replaceAll(/[^a-z0-9]+/gi, '-')
  if (format === 'rpm')
    return { path: `/etc/yum.repos.d/${id}.repo`, text: writeRepo({ id, url, key: `${url}repodata/repomd.xml.key` }) }
  const path = `/etc/apt/keyrings/${id}.asc`
  const key = hasKey ? { key: { url: `${url}Release.key`, path } } : {}
  return { path: `/etc/apt/sources.list.d/${id}.sources`, text: writeAptSource(address, path), ...key }
}

function describeWay(way: readonly Hop[]): string {
  return way.map(({ url, status }) => `${url} (${status})`).join(' → ')
}

/** Where a repository is told of twice. */
export interface Delivery {
  readonly format: Format
  /** The folder of its signed files as users have it, with a slash at its end. */
  readonly url: string
  /** The same folder behind the download network. */
  readonly origin: string | undefined
}

const signedFiles: Readonly<Record<Format, readonly string[]>> = {
  deb: ['InRelease', 'Release', 'Release.gpg'],
  rpm: ['repodata/repomd.xml', 'repodata/repomd.xml.asc'],
}

/**
 * Compares what users get with what the origin has, and with what they get when a client writes `:` as `%3A`: networks keep
 * copies by the spelling (kubernetes/release#3993).
 */
export async function compareDeliveries(
  { format, url, origin }: Delivery,
  patience: Patience,
  host: Host,
): Promise<readonly Finding[]> {
  const findings: Finding[] = []
  const others: (readonly [name: string, folder: string])[] = [
    ...(origin === undefined ? [] : [['origin', origin] as const]),
    ...(spellOtherwise(url) === url ? [] : [['other spelling', spellOtherwise(url)] as const]),
  ]
  for (const [name, folder] of others) {
    const subject = `${format} ${name}`
    const differing: string[] = []
    for (const file of signedFiles[format]) {
      const [here, there] = [await digest(`${url}${file}`, patience, host), await digest(`${folder}${file}`, patience, host)]
      if (here !== there) differing.push(`${file} is ${here} at ${redactUrl(url)} and ${there} at ${redactUrl(folder)}`)
    }
    const evidence = `${signedFiles[format].join(', ')} are the same at ${redactUrl(folder)}`
    findings.push(
      differing.length === 0
        ? pass('delivery', subject, evidence)
        : fail('delivery', subject, `${differing.join('; ')}: wait for the download network, or purge its copies`),
    )
  }
  return findings
}

/** The address with its colons written the other way; the same when it has none in its path. */
export function spellOtherwise(url: string): string {
  const { origin, pathname } = new URL(url)
  const path = pathname.includes(':') ? pathname.replaceAll(':', '%3A') : pathname.replaceAll(/%3A/gi, ':')
  return `${origin}${path}`
}

async function digest(url: string, patience: Patience, host: Host): Promise<string> {
  const hash = async (body: AsyncIterable<Buffer>) => {
    const sum = createHash('sha256')
    for await (const chunk of body) sum.update(chunk)
    return sum.digest('hex')
  }
  try {
    const found = await host.http.read(url, hash, { ...patience, maxSize: limits.top })
    return found === undefined ? 'absent' : `sha256 ${found}`
  } catch (error) {
    if (error instanceof ServiceError)
      return [403, 410].includes(error.status ?? 0) ? 'absent' : `not to be had (${error.message})`
    if (error instanceof WorkError) return `not to be had (${error.message})`
    throw error
  }
}
