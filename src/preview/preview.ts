import { copyFile, link, mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { exists } from '../host/file.js'
import type { Host } from '../host/host.js'
import { withWorkspace } from '../host/workspace.js'
import { debRepository } from '../local-build/deb-repository.js'
import { rpmRepository } from '../local-build/rpm-repository.js'
import { signRpm, withSigner, type Signer } from '../local-build/signer.js'
import type { Plan } from '../plan/plan.js'
import type { Check, CheckResult } from '../verify/request.js'
import { verifyPlan, type VerificationRequest } from '../verify/verification.js'
import { serveFolder } from './file-host.js'
import { makePassingKey } from './passing-key.js'

/** A deb or rpm that nobody can download yet. */
export interface UnpublishedBinary {
  readonly builder: string
  readonly file: string
  /** Where it lies on this machine. */
  readonly path: string
}

/** What is verified of packages that are not published: nothing of the repository, which is ours. */
const previewed: readonly Check[] = ['presence', 'payload', 'install']

/**
 * Verifies packages of a plan before they are published: as a repository that this machine alone sees, signed by a key of
 * this run, as OBS signs them anew when they are released.
 */
export async function verifyUnpublished(
  request: Omit<VerificationRequest, 'key'>,
  binaries: readonly UnpublishedBinary[],
  host: Host,
): Promise<readonly CheckResult[]> {
  const checks = request.checks.filter((check) => previewed.includes(check))
  if (checks.length === 0) return []
  const key = await makePassingKey(host)
  return withWorkspace(host, (folder) =>
    withSigner(
      key,
      host,
      () => undefined,
      async (signer) => {
        if (signer === undefined) return []
        await writeRepositories(request.plan, binaries, folder, signer, host)
        const site = await serveFolder(folder)
        try {
          const own = { ...request, checks, repositoryUrl: `${site.url}/{builder}`, key: signer.publicKey, otherHosts: [] }
          return await verifyPlan(own, host)
        } finally {
          await site.close()
        }
      },
    ),
  )
}

/** Lays out a repository for each builder. What is for all architectures comes once, as OBS publishes it. */
async function writeRepositories(
  { builders, publishProject, buildProject }: Plan,
  binaries: readonly UnpublishedBinary[],
  folder: string,
  signer: Signer,
  host: Host,
): Promise<void> {
  for (const { name, format } of builders) {
    const own = binaries.filter(({ builder }) => builder === name)
    if (own.length === 0) continue
    const place = join(folder, name)
    await mkdir(place, { recursive: true })
    for (const { file, path } of own) {
      const target = join(place, file)
      if (await exists(target)) continue
      if (format === 'deb') await link(path, target).catch(() => copyFile(path, target))
      else {
        await copyFile(path, target)
        await signRpm(target, signer, host)
      }
    }
    const title = { origin: 'obs-publish preview', label: publishProject ?? buildProject, suite: name }
    const kind = format === 'deb' ? debRepository : rpmRepository
    await kind.write({ folder: place, title, time: Math.floor(host.clock.now() / 1000), signer }, host)
  }
}
