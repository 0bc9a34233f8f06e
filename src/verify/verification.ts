import { join } from 'node:path'
import { addArchitectures, chooseArchitectures, namesOf, noarch } from '../architecture.js'
import { ServiceError, UserError, WorkError } from '../error.js'
import { exists } from '../host/file.js'
import type { Host } from '../host/host.js'
import type { Cell, Plan, PlannedBuilder, PlannedPackage } from '../plan/plan.js'
import type { CellVersions } from '../version/cell-versions.js'
import { withEpoch } from '../version/version.js'
import { fillRepositoryUrl, judgeRepositoryUrl, listExpectedFiles, objectTo } from '../plan/expectation.js'
import { collectSources } from '../source/binary.js'
import { readBeside } from '../source/changelog-file.js'
import { lookUpIn, readTarballDigests, type Programs } from '../source/packing.js'
import { packageIn } from '../plan/variant.js'
import { judgeDeclared } from './declared-payload.js'
import type { Check, CheckResult, ExpectedCell } from './request.js'

export interface VerificationRequest {
  readonly plan: Plan
  /** Where the publish projects lie: a folder, or a template with {project}, {project-path}, {builder}. */
  readonly repositoryUrl: string | undefined
  /** The armored key that users trust, in place of the plan's. */
  readonly key: string | undefined
  readonly checks: readonly Check[]
  /** Architectures to install, by any of their names; empty for all. */
  readonly install: readonly string[]
  /** Milliseconds that a download network may need. */
  readonly timeout: number
  /** Source directories with the tarballs that were published, or a local folder of programs; else the plan's sources. */
  readonly sources: string | undefined
  /** The digests of the programs, when this run packed them. */
  readonly programs?: Programs
  readonly binaries: string | undefined
  /** Exact versions by package, when this run released them. */
  readonly versions: Readonly<Record<string, CellVersions>>
  /** Origins beside the repositories' own that their indexes may lead to. */
  readonly otherHosts: readonly string[]
  /** As `repositoryUrl`, for the same repositories behind the download network. */
  readonly originUrl?: string | undefined
  /** As `repositoryUrl`, for repositories that users have configured as well. */
  readonly beside?: string | undefined
  /** Why a package must not be there, beside what the plan says: a clause about it. */
  readonly objection?: (name: string, version: string | undefined) => string | undefined
}

/** Verifies the repository of every builder of a plan. Throws a UserError for a selection that would prove nothing. */
export async function verifyPlan(request: VerificationRequest, host: Host): Promise<readonly CheckResult[]> {
  const { plan, checks } = request
  const install = chooseInstalled(request)
  const compared = checks.some((check) => check === 'payload' || check === 'install')
  const programs = request.programs ?? (compared ? await readPrograms(request, host) : () => new Map<string, string>())
  const key = request.key ?? (await plannedKey(plan))
  // Loaded on first use: most runs of publish end before, and every start would pay for it.
  const { verifyRepository } = await import('./verify.js')
  const results: CheckResult[] = []
  for (const builder of plan.builders) {
    const cells = expectCells(builder, request, programs)
    if (cells.length === 0) continue
    const url = repositoryUrl(request, builder)
    host.log.info(`verifying ${url}`)
    const deadline = host.clock.now() + request.timeout
    const expectations = {
      object: (name: string, version: string | undefined) => objectTo(plan, name, version) ?? request.objection?.(name, version),
    }
    const own = {
      format: builder.format,
      url,
      cells,
      expectations,
      otherHosts: request.otherHosts,
      originUrl: request.originUrl === undefined ? undefined : repositoryUrl({ repositoryUrl: request.originUrl, plan }, builder),
      beside: request.beside === undefined ? undefined : repositoryUrl({ repositoryUrl: request.beside, plan }, builder),
      checks: new Set(checks),
      deadline,
      installArchitectures: install,
    }
    const { base } = builder
    const found = await verifyRepository({ ...own, ...(key !== undefined && { key }), ...(base && { base }) }, host)
    results.push(...found.map((result) => ({ ...result, builder: builder.name })))
  }
  return results
}

/**
 * The architectures to install, by their OBS names. Throws a {@link UserError} for what cannot be verified: an
 * architecture that the plan has not, a repository-url whose placeholders mean nothing.
 * @param input the one that names the architectures; for messages
 */
export function chooseInstalled(
  { plan, install: names, repositoryUrl: url = '' }: Pick<VerificationRequest, 'plan' | 'install' | 'repositoryUrl'>,
  input = 'install',
): readonly string[] {
  const fault = judgeRepositoryUrl(url)
  if (fault !== undefined) throw new UserError(`Input \`repository-url\` ${fault}`)
  const available = [...new Set(plan.cells.map(({ architecture }) => architecture))]
  return chooseArchitectures({ input, names, available, known: addArchitectures(plan.architectures) })
}

/** What a builder's repository must hold. */
export function expectCells(
  builder: PlannedBuilder,
  { plan, versions }: Pick<VerificationRequest, 'plan' | 'versions'>,
  programs: Programs,
): readonly ExpectedCell[] {
  return plan.cells.flatMap((cell): ExpectedCell[] => {
    if (cell.builder !== builder.name) return []
    const planned = packageIn(findPackage(plan, cell), cell.builder)
    const published = versions[cell.package]?.[cell.builder]?.[cell.architecture]
    const release = /-([^-]+)$/.exec(published ?? '')?.[1]
    return [
      {
        package: cell.package,
        version: withEpoch(planned.version.package, planned.epoch),
        upstream: planned.version.upstream,
        architecture: namesOf(cell.architecture, plan.architectures),
        ...(release === undefined ? {} : { release }),
        files: listExpectedFiles(
          planned,
          builder.format,
          programs(cell.package, planned.architectures.includes(noarch) ? noarch : cell.architecture),
          cell.architecture,
        ),
        declared: (model) => judgeDeclared(planned, builder.format, model),
      },
    ]
  })
}

/** The address of a builder's published repository. */
export function repositoryUrl(
  { repositoryUrl: given, plan }: Pick<VerificationRequest, 'plan' | 'repositoryUrl'>,
  builder: PlannedBuilder,
): string {
  if (given === undefined) return builder.url
  const template = given.includes('{') ? given : `${given.replace(/\/+$/, '')}/{project-path}/{builder}`
  return fillRepositoryUrl(template, plan.publishProject ?? plan.buildProject, builder.name)
}

/** More failures than these are in the report, and not in the sentence that ends the run. */
const mostTold = 3

/** Throws a WorkError unless every check passed, and a ServiceError when the download host may be the reason. */
export function requireVerified(results: readonly CheckResult[]): void {
  const failed = results.filter(({ passed }) => !passed)
  if (results.length === 0) throw new WorkError('No check of the published repositories was made, so nothing is proved.')
  if (failed.length === 0) return
  const shown = failed.slice(0, mostTold).map(({ check, subject, evidence }) => `${subject}, ${check}: ${evidence}`)
  const rest = failed.length - shown.length
  const list = `${shown.join('; ')}${rest > 0 ? `; and ${rest} more, see the report` : ''}`
  const told = `${failed.length} of ${results.length} checks of the published repositories failed: ${list}`
  const lost = failed.find(({ unavailable }) => unavailable === true)
  if (lost !== undefined) throw new ServiceError({ url: lost.subject, reason: told, retriable: true, unfinished: true })
  throw new WorkError(told, { reported: true })
}

/** The key that the plan says users trust. */
async function plannedKey({ key }: Plan): Promise<string | undefined> {
  if (key === undefined) return undefined
  return 'text' in key ? key.text : readBeside(key, 'latin1')
}

function findPackage(plan: Plan, { package: wanted }: Cell): PlannedPackage {
  const found = plan.packages.find(({ name }) => name === wanted)
  if (!found) throw new Error(`the plan has cells of ${wanted} but not the package`)
  return found
}

/** The digests of the programs: from the tarballs that are there, and of the others from where they come. */
async function readPrograms({ plan, sources, binaries: folder }: VerificationRequest, host: Host): Promise<Programs> {
  const digests = new Map<string, string>()
  const unpacked: PlannedPackage[] = []
  for (const planned of plan.packages) {
    const tarball = sources === undefined ? undefined : join(sources, planned.name, planned.tarball)
    if (tarball === undefined || !(await exists(tarball))) unpacked.push(planned)
    else for (const [name, digest] of await readTarballDigests(tarball, host)) digests.set(`${planned.name}/${name}`, digest)
  }
  const requests = unpacked.map((planned) => ({ package: planned, known: plan.architectures, folder }))
  const collected = await collectSources(requests, host)
  for (const [index, { name: pkg }] of unpacked.entries()) {
    for (const { name, architecture, sha256 } of collected[index] ?? []) digests.set(`${pkg}/${architecture}/${name}`, sha256)
  }
  return lookUpIn(digests)
}
