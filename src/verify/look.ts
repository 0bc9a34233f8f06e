import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import type { Host } from '../host/host.js'
import { mapInParallel } from '../host/parallel.js'
import { readDebRepository } from '../repository/deb-index.js'
import type { Finding } from './finding.js'
import { fail } from './finding.js'
import { verifySignature } from './metadata-signature.js'
import type { TrustedKey } from './public-key.js'
import { locatePackage, type LocatedPackage, type Shelf } from './presence.js'
import type { Observation, PackageEntry } from '../repository/published-repository.js'
import type { PublishedRepository } from '../repository/published-repository.js'
import type { VerifyRequest } from './request.js'
import { readRpmRepository } from '../repository/rpm-index.js'
import { openRemote } from '../repository/remote-files.js'
import { settleTrust } from './trust.js'

/** Everything that one look at a repository shows, and that a later look may show otherwise. */
export interface Look {
  /** Of the checks metadata, signatures (the repository's own) and presence. */
  readonly findings: readonly Finding[]
  readonly key: TrustedKey | undefined
  readonly cells: readonly LocatedPackage[]
  /** The repository's root, with a slash at its end. */
  readonly url: string
  /** Every entry of the wanted names, of all versions and architectures. */
  readonly packages: readonly PackageEntry[]
}

const readers = { deb: readDebRepository, rpm: readRpmRepository }

/** Reads a repository's key, metadata and packages as they are now. */
export async function lookAt(request: VerifyRequest, shelf: Shelf, folder: string, host: Host): Promise<Look> {
  const { format, checks, cells } = request
  const source = openRemote(request.url, join(folder, 'files'), host)
  const findings: Finding[] = []
  let key: TrustedKey | undefined
  const published = await readers[format](source, (name) => cells.some((cell) => cell.package === name), host)
  if (checks.has('metadata')) findings.push(...published.observations.map(toFinding))
  if (checks.has('signatures') || checks.has('install')) {
    await mkdir(join(folder, 'key'), { recursive: true })
    const trust = await settleTrust(format, request.key, source, join(folder, 'key'), host)
    key = trust.key
    if (checks.has('signatures'))
      findings.push(trust.finding, ...(await verifyRepositorySignatures(format, published, key, host)))
  }
  const wanted = checks.has('presence') || checks.has('payload') || (checks.has('signatures') && format === 'rpm')
  const located = await mapInParallel(cells, 2, (cell) =>
    locatePackage(format, cell, published.packages, wanted ? { source, shelf } : undefined),
  )
  if (checks.has('presence')) findings.push(...located.map(({ finding }) => finding))
  return { findings, key, cells: located.map((each) => each.located), url: source.url, packages: published.packages ?? [] }
}

function toFinding({ subject, sound, told }: Observation): Finding {
  return { check: 'metadata', subject, passed: sound, evidence: told }
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
