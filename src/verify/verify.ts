import { join } from 'node:path'
import { UserError } from '../error.js'
import type { Host } from '../host/host.js'
import { withWorkspace } from '../host/workspace.js'
import { parseDebAddress } from '../repository/deb-address.js'
import { recognizeRepository, tidyAddress } from '../repository/recognition.js'
import type { Patience } from '../repository/remote-files.js'
import { requireWebAddress } from '../repository/web-address.js'
import { fail, isUnsettled, toResult, type Finding } from './finding.js'
import type { RepositoryAddress } from './install/setting.js'
import { cellOf, type LocatedPackage } from './presence.js'
import { lookAt, type Known, type Look } from './look.js'
import { checks, type CheckResult, type VerifyRequest } from './request.js'

/** What a first look may take at least, in milliseconds, however near the deadline is. */
const shortestLook = 8000
/** Milliseconds between two looks at least. */
const shortestPause = 500
/** Milliseconds without a byte after which a download counts as lost. */
const longestSilence = 15_000
/** How often installs are tried of a repository that is published anew each time. */
const mostRounds = 3

/**
 * Proves a published repository: a result for each check on each of its subjects, in the order of the checks. A check
 * that cannot run is a failed result, also when the download host fails. Throws a UserError for a request that would prove
 * nothing, and a ToolError when a program is missing.
 */
export async function verifyRepository(request: VerifyRequest, host: Host): Promise<readonly CheckResult[]> {
  refuseEmpty(request)
  requireWebAddress(request.url)
  if (request.originUrl !== undefined) requireWebAddress(request.originUrl, 'origin-url')
  if (request.beside !== undefined) requireWebAddress(request.beside, 'beside')
  const deadline = Math.max(request.deadline, host.clock.now() + shortestLook)
  const patience = { deadline, idle: longestSilence }
  return withWorkspace(host, async (folder) => {
    const known: Known = new Map()
    let look = await lookUntilSettled(request, known, patience, join(folder, 'look'), host)
    const explained = isNothingThere(look) ? await explainAddress(request, patience, host) : []
    tell(look.findings, 'metadata', 'signatures', 'presence', 'payload', 'delivery')
    let installs: Installs = { refused: [], tried: [] }
    for (let round = 1; request.checks.has('install'); round++) {
      installs = await installFrom(request, look, join(folder, `install-${round}`), host)
      const isLate = host.clock.now() + shortestLook > request.deadline
      // What was not tried, because of what the look has seen, no other look explains.
      if (round === mostRounds || isLate || installs.tried.every(({ passed }) => passed)) break
      const later = await lookUntilSettled(request, known, patience, join(folder, `look-after-${round}`), host)
      if (later.digest === undefined || later.digest === look.digest) break
      host.log.info('the repository was published anew in the meantime, so the installs that failed say nothing: trying again')
      look = later
    }
    const all = [...installs.refused, ...installs.tried]
    tell(all, 'install')
    const findings = [...explained, ...look.findings, ...all]
    return checks.flatMap((check) => findings.filter((finding) => finding.check === check)).map(toResult)

    function tell(found: readonly Finding[], ...groups: readonly Finding['check'][]): void {
      for (const group of groups.filter((each) => request.checks.has(each))) {
        const results = found.filter(({ check }) => check === group)
        host.log.info(`${group}: ${results.filter(({ passed }) => passed).length} of ${results.length} passed`)
      }
    }
  })
}

interface Installs {
  /** Of cells with which something is wrong. */
  readonly refused: readonly Finding[]
  readonly tried: readonly Finding[]
}

/** Installs what a look has found, unless something is wrong with it. */
async function installFrom(request: VerifyRequest, look: Look, folder: string, host: Host): Promise<Installs> {
  const { findings } = look
  const chosen = look.cells.filter(({ expected }) => request.installArchitectures?.includes(expected.architecture.obs) ?? true)
  const suspects = new Set(look.cells.filter((cell) => isSuspect(cell, findings)))
  const address = { ...look.address, url: look.source.url }
  const packages = [...look.packages, ...look.others]
  const cells = chosen.filter((cell) => !suspects.has(cell))
  const { base, expectations } = request
  const beside = request.beside === undefined ? undefined : locate(request.beside, look.address.components)
  const refused = chosen.filter((cell) => suspects.has(cell)).map((cell) => refuseInstall(cell, findings))
  // Loaded on first use: a run without installs need not pay for it.
  const { verifyInstalls } = await import('./install/install.js')
  const install = { cells, address, beside, key: look.key, base, packages, expectations, folder }
  return { refused, tried: await verifyInstalls(install, host) }
}

/** Where package managers find another repository; its components are those of ours unless it names its own. */
function locate(text: string, components: readonly string[]): RepositoryAddress {
  const address = parseDebAddress(text)
  const url = `${tidyAddress(text).replace(/\/+$/, '')}/`
  return { ...address, url, components: address.components ?? components }
}

/** What keeps a cell from being installed: nothing runs here of which somebody else may be the author. */
function findObstacle({ subject, entry }: LocatedPackage, findings: readonly Finding[]): Finding | undefined {
  if (typeof entry === 'string') return undefined
  return findings.find(
    (finding) =>
      !finding.passed && (finding.subject === subject || (finding.check === 'signatures' && finding.cell === undefined)),
  )
}

function isSuspect(cell: LocatedPackage, findings: readonly Finding[]): boolean {
  return findObstacle(cell, findings) !== undefined
}

function refuseInstall(cell: LocatedPackage, findings: readonly Finding[]): Finding {
  const obstacle = findObstacle(cell, findings)
  const evidence = `not installed, because of ${obstacle?.subject}, ${obstacle?.check}: ${obstacle?.evidence}`
  return { ...fail('install', cell.subject, evidence), cell: cellOf(cell) }
}

/**
 * Looks again, at growing intervals from 1 to 30 seconds, as long as waiting may help: for the last time when just enough
 * is left for a look as long as the one before.
 */
async function lookUntilSettled(
  request: VerifyRequest,
  known: Known,
  patience: Patience,
  folder: string,
  host: Host,
): Promise<Look> {
  for (let attempt = 0; ; attempt++) {
    const begun = host.clock.now()
    const look = await lookAt(request, known, join(folder, `${attempt}`), patience, host)
    const unsettled = look.findings.find(isUnsettled)
    const now = host.clock.now()
    const left = request.deadline - now - 1.5 * (now - begun)
    const pause = Math.min(1000 * 2 ** attempt, 30_000, left)
    if (unsettled === undefined || pause < shortestPause) return look
    host.log.info(`looking again in ${Math.ceil(pause / 1000)} s, because of ${unsettled.subject}: ${unsettled.evidence}`)
    await host.clock.sleep(pause)
  }
}

function isNothingThere({ findings, cells }: Look): boolean {
  return (
    cells.every(({ entry }) => typeof entry === 'string') && findings.some(({ check, passed }) => check === 'metadata' && !passed)
  )
}

/** Tells an address that is wrong from a repository that is wrong. */
async function explainAddress({ format, url }: VerifyRequest, patience: Patience, host: Host): Promise<readonly Finding[]> {
  const { formats, hints, unavailable } = await recognizeRepository(url, host, patience)
  // A host that does not answer says nothing of what it has.
  if (formats.includes(format) || (unavailable && formats.length === 0)) return []
  const other = formats[0] === undefined ? [] : [`there is a repository of ${formats[0]} packages, not of ${format}`]
  const told = [...other, ...hints]
  if (told.length === 0) return []
  return [
    {
      ...fail('metadata', `${format} address`, `${url} is no repository of ${format} packages: ${told.join('; ')}`),
      lasting: true,
    },
  ]
}

function refuseEmpty({ checks: asked, cells }: VerifyRequest): void {
  const problems: string[] = []
  if (asked.size === 0) problems.push(`no check was asked for: choose from ${checks.join(', ')}`)
  if (cells.length === 0) problems.push('no package is expected of the repository, so nothing would be proved: name packages')
  if (problems.length > 0) throw new UserError(problems.map((message) => ({ message })))
}
