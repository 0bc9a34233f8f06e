import { join } from 'node:path'
import { WorkError } from '../error.js'
import type { Host } from '../host/host.js'
import type { LocatedPackage } from './presence.js'
import { mapInParallel } from '../host/parallel.js'
import { fail, type Finding } from './finding.js'
import type { TrustedKey } from './public-key.js'
import { importIntoRpm, verifyRpm } from './rpm-signature.js'

/** Verifies each rpm's own signature. A deb has none: Release vouches for Packages, and Packages for the deb. */
export async function verifyPackageSignatures(
  cells: readonly LocatedPackage[],
  key: TrustedKey | undefined,
  folder: string,
  host: Host,
): Promise<Finding[]> {
  const rpms = cells.filter((cell) => cell.format === 'rpm')
  if (rpms.length === 0) return []
  if (key === undefined) return rpms.map((cell) => fail('signatures', cell.subject, 'there is no key to verify it with'))
  const database = join(folder, 'rpmdb')
  try {
    await importIntoRpm(key, database, host)
  } catch (error) {
    if (error instanceof WorkError) return rpms.map((cell) => fail('signatures', cell.subject, error.message))
    throw error
  }
  return mapInParallel(rpms, 2, async ({ subject, file, entry }) => {
    if (file === undefined) {
      return fail(
        'signatures',
        subject,
        `there is no rpm to verify: ${typeof entry === 'string' ? entry : 'see the check presence'}`,
      )
    }
    return { check: 'signatures', subject, ...(await verifyRpm(file, database, key, host)) }
  })
}
