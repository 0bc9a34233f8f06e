import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { packageArchitectures } from '../architecture.js'
import { WorkError } from '../error.js'
import { hashFile } from '../host/file.js'
import type { Host } from '../host/host.js'
import { mapInParallel } from '../host/parallel.js'
import { parseDebAddress, releaseFolder, type DebAddress } from '../repository/deb-address.js'
import { readDebRepository } from '../repository/deb-index.js'
import type { ListedPackage, Observation, PublishedRepository, Selection } from '../repository/published-repository.js'
import { tidyAddress } from '../repository/recognition.js'
import { openRemote, type Patience, type RemoteFiles } from '../repository/remote-files.js'
import { compareDeliveries, judgeWay } from './delivery-check.js'
import { judgeExpectations, watchNames } from './expectation-check.js'
import type { Finding, Judgement } from './finding.js'
import { fail } from './finding.js'
import { verifySignature } from './metadata-signature.js'
import { checkPackage, type PackageInquiry } from './package-check.js'
import { hasVersion, locatePackage, type LocatedPackage } from './presence.js'
import type { TrustedKey } from './public-key.js'
import { judgeRelease } from './release-check.js'
import type { VerifyRequest } from './request.js'
import { importIntoRpm, verifyRpm } from './rpm-signature.js'
import { settleTrust } from './trust.js'

/** Everything that one look at a repository shows, and that a later look may show otherwise. */
export interface Look {
  /** Of all checks but install. */
  readonly findings: readonly Finding[]
  readonly key: TrustedKey | undefined
  readonly cells: readonly LocatedPackage[]
  /** The expected versions that the index has. */
  readonly packages: readonly ListedPackage[]
  /** Other packages of the expected names. */
  readonly others: readonly ListedPackage[]
  readonly source: RemoteFiles
  /** Of the file that is signed and so stands for the whole repository; undefined when there is none. */
  readonly digest: string | undefined
  /** As sources.list names a deb repository, with the components that it has. */
  readonly address: DebAddress & { readonly components: readonly string[] }
}

/** What was found of packages by earlier looks. */
export type Known = PackageInquiry['known']

/** Reads a repository's key, metadata and packages as they are now. */
export async function lookAt(
  request: VerifyRequest,
  known: Known,
  folder: string,
  patience: Patience,
  host: Host,
): Promise<Look> {
  const { format, checks, cells } = request
  const address = parseDebAddress(request.url)
  const source = openRemote(format === 'deb' ? address.uri : tidyAddress(request.url), join(folder, 'files'), host, patience)
  const names = watchNames(request.expectations)
  const wanted = new Set(cells.map((cell) => cell.package))
  const selection: Selection = {
    isWanted: (name) => wanted.has(name),
    names: [...wanted],
    isExact: (name, version) => cells.some((cell) => cell.package === name && hasVersion(version, cell)),
    withLists: checks.has('payload'),
    architectures: [...new Set(cells.map((cell) => packageArchitectures('deb', cell.architecture)[0]))],
    ...(names === undefined ? {} : { onOther: names.see }),
  }
  // A reader of XML is loaded by those alone who need one.
  const published =
    format === 'deb'
      ? await readDebRepository(source, selection, host, address)
      : await (await import('../repository/rpm-index.js')).readRpmRepository(source, selection, host)
  const findings: Finding[] = checks.has('metadata') ? published.observations.map(toFinding) : []
  if (checks.has('metadata') && format === 'deb' && Object.keys(published.facts).length > 0)
    findings.push(...judgeRelease(published.facts, address, host.clock.now()))
  let key: TrustedKey | undefined
  if (checks.has('signatures') || checks.has('install')) {
    await mkdir(join(folder, 'key'), { recursive: true })
    const trust = await settleTrust(format, request.key, source, join(folder, 'key'), host)
    key = trust.key
    if (checks.has('signatures'))
      findings.push(trust.finding, ...(await verifyRepositorySignatures(format, published, key, host)))
  }
  const components = address.components ?? published.facts['components']?.split(/\s+/) ?? []
  const located = cells.map((cell) => locatePackage(format, cell, published.packages, published.others))
  const verify = format === 'rpm' && checks.has('signatures') ? await rpmVerifier(key, join(folder, 'rpmdb'), host) : undefined
  const { otherHosts = [] } = request
  const { lists = {} } = published
  const inquiry: PackageInquiry = { source, checks, otherHosts, verifySignature: verify, lists, known, host }
  findings.push(...(await mapInParallel(located, 2, (cell) => checkPackage(cell, inquiry))).flat())
  if (checks.has('presence') && published.packages !== undefined)
    findings.push(...judgeExpectations(request, [...published.packages, ...published.others], names))
  if (checks.has('delivery')) {
    const folder = format === 'deb' ? `${source.url}${releaseFolder(address)}` : source.url
    const origin = request.originUrl === undefined ? undefined : originOf(request.originUrl, format)
    findings.push(judgeWay(format, source, { ...address, components }, host.clock.now()))
    findings.push(...(await compareDeliveries({ format, url: folder, origin }, patience, host)))
  }
  return {
    findings,
    key,
    cells: located,
    packages: published.packages ?? [],
    others: published.others,
    source,
    digest: published.signed[0] && (await hashFile(published.signed[0].file, 'sha256')),
    address: { ...address, components },
  }
}

/** The folder of the signed files at the origin. */
function originOf(url: string, format: VerifyRequest['format']): string {
  if (format === 'rpm') return `${tidyAddress(url).replace(/\/+$/, '')}/`
  const address = parseDebAddress(url)
  return `${address.uri}${releaseFolder(address)}`
}

function toFinding({ subject, state, told, unavailable = false }: Observation): Finding {
  return {
    check: 'metadata',
    subject,
    passed: state !== 'unsound',
    ...(state === 'doubtful' ? { state: 'warning' as const } : {}),
    evidence: told,
    ...(unavailable ? { unavailable } : {}),
  }
}

/** rpms are verified with a database of rpm's that trusts the key alone. */
async function rpmVerifier(
  key: TrustedKey | undefined,
  database: string,
  host: Host,
): Promise<(file: string) => Promise<Judgement>> {
  const refuse = (evidence: string) => () => Promise.resolve({ passed: false, evidence })
  if (key === undefined) return refuse('there is no key to verify it with')
  try {
    await importIntoRpm(key, database, host)
  } catch (error) {
    if (error instanceof WorkError) return refuse(error.message)
    throw error
  }
  return (file) => verifyRpm(file, database, key, host)
}

async function verifyRepositorySignatures(
  format: VerifyRequest['format'],
  { signed }: PublishedRepository,
  key: TrustedKey | undefined,
  host: Host,
): Promise<Finding[]> {
  if (signed.length === 0) return [fail('signatures', `${format} repository`, 'there is no signed file, see the check metadata')]
  return mapInParallel(signed, 2, async (file) => {
    if (key === undefined) return fail('signatures', file.subject, 'there is no key to verify it with')
    return { check: 'signatures', subject: file.subject, ...(await verifySignature(file, key, host)) }
  })
}
