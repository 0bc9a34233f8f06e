import { ServiceError } from '../error.js'
import type { Host } from '../host/host.js'
import type { Cell } from '../plan/plan.js'
import { containerTime, findReleases, missingCells, readMissing, type Release } from './container.js'
import { apiPath, type Osc } from './osc.js'
import { nameCell } from './result.js'

/** One package's release that lacks something. */
export interface OpenRelease {
  readonly project: string
  readonly target: string
  readonly name: string
  /** The built sources. */
  readonly srcmd5: string
  readonly cells: readonly Cell[]
  /** What the publish project has of them. */
  readonly release: Release
  readonly missing: readonly Cell[]
  /** Every repository that a release without a name of one takes along. */
  readonly repositories: readonly string[]
  /** Milliseconds until binaries must be there. */
  readonly timeout: number
  /**
   * The package of the project to release of a repository, when the project's release targets do not say where to: it goes
   * to the repository of the same name. Default: `name`, to the project's release targets.
   */
  readonly source?: (repository: string) => string
}

/** Milliseconds that a front end may still be copying after it made a container, when whoever asked for it is gone. */
const copyTime = 120_000
/** Milliseconds in which a release whose answer was lost shows its first sign. */
const signTime = 30_000
const pause = 2000

/**
 * Releases what is missing and waits until it is there; never the same repository twice. A release that another run has
 * begun a moment ago is waited for first: its container's time tells.
 */
export async function settleRelease(open: OpenRelease, osc: Osc, host: Host): Promise<Release> {
  const { name, target, cells } = open
  let { release, missing } = open
  const newest = release.containers
    .map((each) => containerTime(each) ?? 0)
    .sort((left, right) => left - right)
    .at(-1)
  while (newest !== undefined && missing.length > 0 && host.clock.now() - newest < copyTime) {
    host.log.info(
      `${name}: ${release.containers.join(' and ')} may still be being made, it lacks ${missing.map(nameCell).join(', ')}`,
    )
    await host.clock.sleep(pause * 2)
    release = await look(open, osc)
    missing = missingCells(release, cells)
  }
  if (missing.length === 0) return release
  let isSure = true
  for (const repository of requestsFor(open, release, missing)) {
    const wanted = repository === undefined ? missing : missing.filter(({ builder }) => builder === repository)
    host.log.info(`releasing ${name}${repository === undefined ? '' : ` of ${repository}`} to ${target}`)
    isSure = (await ask(open, repository, wanted, osc, host)) && isSure
  }
  return untilComplete(open, isSure ? open.timeout : Math.min(open.timeout, copyTime), osc, host)
}

/** One request for all repositories when all are released for the first time, else one for each that lacks something. */
function requestsFor(open: OpenRelease, release: Release, missing: readonly Cell[]): readonly (string | undefined)[] {
  const builders = [...new Set(missing.map(({ builder }) => builder))]
  const isWhole =
    open.source === undefined &&
    release.containers.length === 0 &&
    open.repositories.every((repository) => builders.includes(repository))
  return isWhole ? [undefined] : builders
}

/**
 * Asks for a release; true when OBS said that it is done. One whose answer was lost may have happened, or still be
 * happening: what the publish project holds tells.
 */
async function ask(
  open: OpenRelease,
  repository: string | undefined,
  wanted: readonly Cell[],
  osc: Osc,
  host: Host,
): Promise<boolean> {
  try {
    await osc.change('POST', addressOf(open, repository))
    return true
  } catch (error) {
    if (!(error instanceof ServiceError) || !error.retriable) throw error
    host.log.info(`${error.message}; looking whether the release happened`)
    const before = new Set(open.release.containers)
    for (let waited = 0; waited < signTime; waited += pause) {
      await host.clock.sleep(pause)
      const release = await look(open, osc)
      if (missingCells(release, wanted).length === 0 || release.containers.some((each) => !before.has(each))) return false
    }
    throw error
  }
}

function addressOf({ project, name, target, source }: OpenRelease, repository: string | undefined): string {
  const command = [['cmd', 'release'] as const, ['repository', repository] as const]
  if (source === undefined || repository === undefined) return apiPath(['source', project, name], command)
  const there = [['target_project', target] as const, ['target_repository', repository] as const]
  return apiPath(['source', project, source(repository)], [...command, ...there])
}

async function look({ target, name, srcmd5, cells }: OpenRelease, osc: Osc): Promise<Release> {
  const found = (await findReleases(target, new Map([[name, srcmd5]]), osc)).get(name) ?? { containers: [], files: [] }
  const unseen = missingCells(found, cells)
  return unseen.length === 0 || found.containers.length === 0 ? found : readMissing(target, found, unseen, osc)
}

/** Binaries are copied after the container was made; waits until each cell has one. */
async function untilComplete(open: OpenRelease, timeout: number, osc: Osc, host: Host): Promise<Release> {
  const { target, name, cells } = open
  const deadline = host.clock.now() + timeout
  for (;;) {
    const release = await look(open, osc)
    const missing = missingCells(release, cells)
    if (missing.length === 0) return release
    if (host.clock.now() + pause > deadline) {
      throw new ServiceError({
        url: `/source/${target}`,
        reason: `the release of ${name} in ${target} lacks ${missing.map(nameCell).join(', ')}`,
        hint: 'run the release again, which releases what is missing; if it stays so, ask the administrator of the OBS instance',
        unfinished: true,
      })
    }
    await host.clock.sleep(pause)
  }
}
