import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import type { Host } from '../../src/host/host.js'
import { checks, type CheckResult, type VerifyRequest } from '../../src/verify/request.js'
import { verifyRepository } from '../../src/verify/verify.js'
import * as fixture from './fixture.js'
import { serve } from './site.js'

/** Serves a repository and verifies it, by default by every check for version 1.0.0 on a native and a foreign architecture. */
export async function verify(
  workshop: fixture.Workshop,
  host: Host,
  folder: string,
  request: Partial<VerifyRequest> & Pick<VerifyRequest, 'format'>,
): Promise<readonly CheckResult[]> {
  const site = await serve(folder)
  try {
    return await verifyRepository(
      {
        url: site.url,
        key: workshop.keys.good,
        cells: [fixture.cellOf('1.0.0', 'x86_64'), fixture.cellOf('1.0.0', 'aarch64')],
        checks: new Set(checks),
        deadline: 0,
        ...request,
      },
      host,
    )
  } finally {
    await site.close()
  }
}

/** Half the work, where a foreign architecture shows nothing more. */
export const native = { architectures: ['x86_64'] }
export const firstPackage = async (root: string) => (await fixture.packagesOf(root))[0] ?? root
export const metadataFile = async (root: string, part: string) =>
  join(root, 'repodata', (await readdir(join(root, 'repodata'))).find((name) => name.includes(part)) ?? part)
