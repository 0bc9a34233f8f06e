import { join } from 'node:path'
import { expandTemplate } from '../../config/template.js'
import { UserError, WorkError } from '../../error.js'
import { exists } from '../../host/file.js'
import type { Host } from '../../host/host.js'
import type { Versions } from '../../obs/version.js'
import type { Cell, Plan, PlannedPackage } from '../../release/plan.js'
import { checks as allChecks, type Check, type CheckResult, type ExpectedCell } from '../../repository/request.js'
import { verifyRepository } from '../../repository/verify.js'
import { collectSources } from '../../source/binary.js'
import { readTarballDigests } from '../../source/digest.js'
import { tarballName } from '../../source/directory.js'
import { readBeside } from './changelog.js'
import { listExpectedFiles } from './payload.js'
import type { Programs } from './sources.js'
import type { Planned } from './target.js'

export interface VerificationRequest extends Planned {
  /** Where the publish projects lie: a folder, or a template with {project}, {project-path}, {builder}. */
  readonly repositoryUrl: string | undefined
  readonly key: string | undefined
  readonly checks: readonly Check[]
  /** Architectures to install; undefined means all. */
  readonly install: readonly string[] | undefined
  /** Milliseconds that a download network may need. */
  readonly timeout: number
  /** Source directories with the tarballs that were published, or a local folder of programs; else the config's sources. */
  readonly sources: string | undefined
  /** The digests of the programs, when this run packed them. */
  readonly programs?: Programs
  readonly binaries: string | undefined
  /** Exact versions by package, when this run released them. */
  readonly versions: Readonly<Record<string, Versions>>
}

/** Verifies the repository of every builder of a plan. */
export async function verifyPlan(request: VerificationRequest, host: Host): Promise<readonly CheckResult[]> {
  const { plan } = request
  const compared = request.checks.some((check) => check === 'payload' || check === 'install')
  const programs = request.programs ?? (compared ? await programDigests(request, host) : new Map<string, string>())
  const key = request.key ?? (await configuredKey(request))
  const results: CheckResult[] = []
  for (const builder of plan.builders) {
    const cells = plan.cells.filter((cell) => cell.builder === builder.name).map((cell) => expectedCell(cell, request, programs))
    if (cells.length === 0) continue
    const url = repositoryUrl(request, builder.name)
    host.log.info(`verifying ${url}`)
    const architectures = cells.map(({ architecture }) => architecture)
    const install = request.install?.filter((architecture) => architectures.includes(architecture))
    results.push(
      ...(await verifyRepository(
        {
          format: builder.format,
          url,
          cells,
          checks: new Set(request.checks),
          deadline: host.clock.now() + request.timeout,
          ...(key === undefined ? {} : { key }),
          ...(install === undefined ? {} : { installArchitectures: install }),
        },
        host,
      )),
    )
  }
  return results
}

/** The key that the config says users trust. */
async function configuredKey({ loaded }: VerificationRequest): Promise<string | undefined> {
  const file = loaded.config.obs['signing-key']
  return file === undefined ? undefined : readBeside(loaded, ['obs', 'signing-key'], file)
}

/** Throws a WorkError unless every check passed. */
export function requireVerified(results: readonly CheckResult[]): void {
  const failed = results.filter(({ passed }) => !passed)
  if (failed.length === 0 && results.length > 0) return
  const list = failed.map(({ check, subject, evidence }) => `${subject}, ${check}: ${evidence}`).join('; ')
  throw new WorkError(`${failed.length} of ${results.length} checks of the published repositories failed: ${list}`)
}

/** Reads the input `checks`; empty means all. */
export function chooseChecks(names: readonly string[]): readonly Check[] {
  const unknown = names.filter((name) => !allChecks.some((check) => check === name))
  if (unknown.length > 0) throw new UserError(`Input \`checks\` has ${unknown.join(', ')}; known are ${allChecks.join(', ')}.`)
  return names.length === 0 ? allChecks : allChecks.filter((check) => names.includes(check))
}

/** The address of a builder's published repository. */
export function repositoryUrl({ repositoryUrl: given, plan, loaded }: VerificationRequest, builder: string): string {
  const project = plan.publishProject ?? plan.buildProject
  const template =
    given === undefined
      ? loaded.config.obs['download-url']
      : given.includes('{')
        ? given
        : `${given.replace(/\/+$/, '')}/{project-path}/{builder}`
  return expandTemplate(template, { project, 'project-path': project.replaceAll(':', ':/'), builder })
}

function expectedCell(cell: Cell, { plan, loaded, versions }: VerificationRequest, programs: Programs): ExpectedCell {
  const planned = findPackage(plan, cell.package)
  const published = versions[cell.package]?.[cell.builder]?.[cell.architecture]
  const release = /-([^-]+)$/.exec(published ?? '')?.[1]
  const pkg = loaded.config.packages[cell.package]
  const format = plan.builders.find(({ name }) => name === cell.builder)?.format ?? 'deb'
  return {
    package: cell.package,
    version: planned.version.package,
    architecture: cell.architecture,
    ...(release === undefined ? {} : { release }),
    files: pkg ? listExpectedFiles(pkg, planned.version, format, `${cell.package}/${cell.architecture}/`, programs) : [],
  }
}

function findPackage(plan: Plan, name: string): PlannedPackage {
  const found = plan.packages.find((candidate) => candidate.name === name)
  if (!found) throw new Error(`the plan has cells of ${name} but not the package`)
  return found
}

async function programDigests({ plan, loaded, sources, binaries: folder }: VerificationRequest, host: Host): Promise<Programs> {
  const digests = new Map<string, string>()
  const unpacked: PlannedPackage[] = []
  for (const planned of plan.packages) {
    const tarball = sources === undefined ? undefined : join(sources, planned.name, tarballName(planned))
    if (tarball === undefined || !(await exists(tarball))) unpacked.push(planned)
    else for (const [name, digest] of await readTarballDigests(tarball, host)) digests.set(`${planned.name}/${name}`, digest)
  }
  const requests = unpacked.map((planned) => ({ config: loaded, package: planned, folder, release: plan.version }))
  const collected = await collectSources(requests, host)
  for (const [index, { name: pkg }] of unpacked.entries()) {
    for (const { name, architecture, sha256 } of collected[index] ?? []) digests.set(`${pkg}/${architecture}/${name}`, sha256)
  }
  return digests
}
