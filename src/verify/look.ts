import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import type { Host } from '../host/host.js'
import type { Cell } from './cell.js'
import { mapInParallel } from '../host/parallel.js'
import { readDebRepository } from '../repository/deb-index.js'
import type { Finding } from './finding.js'
import { fail } from './finding.js'
import { verifySignature } from './metadata-signature.js'
import type { TrustedKey } from './key.js'
import { locateCell, type Shelf } from './presence.js'
import type { Published } from '../repository/published-repository.js'
import type { VerifyRequest } from './request.js'
import { readRpmRepository } from '../repository/rpm-index.js'
import { openSource } from '../repository/remote-files.js'
import { settleTrust } from './trust.js'

/** Everything that one look at a repository shows, and that a later look may show otherwise. */
export interface Look {
  /** Of the checks metadata, signatures (the repository's own) and presence. */
  readonly findings: readonly Finding[]
  readonly key: TrustedKey | undefined
  readonly cells: readonly Cell[]
  /** The repository's root, with a slash at its end. */
  readonly url: string
}

const readers = { deb: readDebRepository, rpm: readRpmRepository }

/** Reads a repository's key, metadata and packages as they are now. */
export async function lookAt(request: VerifyRequest, shelf: Shelf, folder: string, host: Host): Promise<Look> {
  const { format, checks, cells } = request
  const source = openSource(request.url, join(folder, 'files'), host)
  const findings: Finding[] = []
  let key: TrustedKey | undefined
  const published = await readers[format](source, new Set(cells.map((cell) => cell.package)), host)
  if (checks.has('metadata')) findings.push(...published.findings)
  if (checks.has('signatures') || checks.has('install')) {
    await mkdir(join(folder, 'key'), { recursive: true })
    const trust = await settleTrust(format, request.key, source, join(folder, 'key'), host)
    key = trust.key
    if (checks.has('signatures'))
      findings.push(trust.finding, ...(await verifyRepositorySignatures(format, published, key, host)))
  }
  const wanted = checks.has('presence') || checks.has('payload') || (checks.has('signatures') && format === 'rpm')
  const located = await mapInParallel(cells, 2, (cell) =>
    locateCell(format, cell, published.packages, wanted ? { source, shelf } : undefined),
  )
  if (checks.has('presence')) findings.push(...located.map(({ finding }) => finding))
  return { findings, key, cells: located.map(({ cell }) => cell), url: source.url }
}

async function verifyRepositorySignatures(
  format: VerifyRequest['format'],
  { signed }: Published,
  key: TrustedKey | undefined,
  host: Host,
): Promise<Finding[]> {
  if (signed.length === 0) return [fail('signatures', `${format} repository`, 'there is no signed file, see the check metadata')]
  return mapInParallel(signed, 2, async (file) => {
    if (key === undefined) return fail('signatures', file.subject, 'there is no key to verify it with')
    return { check: 'signatures', subject: file.subject, ...(await verifySignature(file, key, host)) }
  })
}
