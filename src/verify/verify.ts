import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { ServiceError, UserError } from '../error.js'
import type { Host } from '../host/host.js'
import { mapInParallel } from '../host/parallel.js'
import { isUnsettled, toResult, type Finding } from './finding.js'
import { verifyInstalls } from './install/install.js'
import { lookAt, type Look } from './look.js'
import { verifyPackageSignatures } from './package-signature.js'
import { verifyPayload } from './payload-check.js'
import type { Shelf } from './presence.js'
import { checks, type CheckResult, type VerifyRequest } from './request.js'
import { withWorkspace } from '../host/workspace.js'

/**
 * Proves a published repository: a result for each check on each of its subjects, in the order of the checks. A check
 * that cannot run is a failed result. Throws a UserError for a request that would prove nothing, a ToolError when a
 * program is missing and a ServiceError when the download host fails.
 */
export async function verifyRepository(request: VerifyRequest, host: Host): Promise<readonly CheckResult[]> {
  refuseEmpty(request)
  return withWorkspace(host, async (folder) => {
    const shelf: Shelf = new Map()
    const look = await lookUntilSettled(request, shelf, folder, host)
    const findings = [...look.findings]
    if (request.checks.has('signatures')) {
      findings.push(...(await verifyPackageSignatures(look.cells, look.key, folder, host)))
    }
    tell('metadata', 'signatures', 'presence')
    if (request.checks.has('payload')) {
      const numbered = look.cells.map((cell, index) => ({ cell, place: join(folder, 'payload', String(index)) }))
      const payload = await mapInParallel(numbered, 2, async ({ cell, place }) => {
        const finding = await verifyPayload(cell, place, host)
        await rm(place, { recursive: true, force: true })
        return finding
      })
      findings.push(...payload)
      tell('payload')
    }
    if (request.checks.has('install')) {
      const chosen = look.cells.filter(
        ({ expected }) => request.installArchitectures?.includes(expected.architecture.obs) ?? true,
      )
      const address = { url: look.url, uri: look.url, suite: '/', components: [] }
      const { key, packages } = look
      const install = { cells: chosen, address, key, base: request.base, packages, folder: join(folder, 'install') }
      findings.push(...(await verifyInstalls(install, host)))
      tell('install')
    }
    return checks.flatMap((check) => findings.filter((finding) => finding.check === check)).map(toResult)

    function tell(...groups: readonly Finding['check'][]): void {
      for (const group of groups.filter((each) => request.checks.has(each))) {
        const results = findings.filter(({ check }) => check === group)
        host.log.info(`${group}: ${results.filter(({ passed }) => passed).length} of ${results.length} passed`)
      }
    }
  })
}

/** Looks again, at growing intervals from 1 to 30 seconds, as long as waiting may help and the deadline has not passed. */
async function lookUntilSettled(request: VerifyRequest, shelf: Shelf, folder: string, host: Host): Promise<Look> {
  for (let attempt = 0; ; attempt++) {
    const look = await lookAt(request, shelf, join(folder, `look-${attempt}`), host).catch(keepRetriable)
    const pause = Math.min(1000 * 2 ** attempt, 30_000)
    const isLast = host.clock.now() + pause > request.deadline
    if (look instanceof ServiceError) {
      if (isLast) throw look
      host.log.info(`looking again in ${pause / 1000} s, because ${look.message}`)
    } else {
      const unsettled = look.findings.find(isUnsettled)
      if (unsettled === undefined || isLast) return look
      host.log.info(`looking again in ${pause / 1000} s, because of ${unsettled.subject}: ${unsettled.evidence}`)
    }
    await host.clock.sleep(pause)
  }
}

function keepRetriable(error: unknown): ServiceError {
  if (error instanceof ServiceError && error.retriable) return error
  throw error
}

function refuseEmpty({ checks: asked, cells }: VerifyRequest): void {
  const problems: string[] = []
  if (asked.size === 0) problems.push(`no check was asked for: choose from ${checks.join(', ')}`)
  if (cells.length === 0) problems.push('no package is expected of the repository, so nothing would be proved: name packages')
  if (problems.length > 0) throw new UserError(problems.map((message) => ({ message })))
}
