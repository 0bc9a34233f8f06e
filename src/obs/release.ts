import { UserError, WorkError } from '../error.js'
import type { Host } from '../host/host.js'
import type { Cell, Plan } from '../plan/plan.js'
import type { Element } from '../xml.js'
import { findReleases, listBuiltFiles, missingCells, readMissing, releaseTargets, type Release } from './container.js'
import { noEvents, type Events } from './events.js'
import { releaseTogether, type Progress } from './joint-release.js'
import { requireClosure } from './closure.js'
import { settleRelease } from './release-request.js'
import { requireNewNames } from './name-conflict.js'
import { observer, type Observe, type Observed } from './observe.js'
import { apiPath, readXml, type Osc } from './osc.js'
import { waitUntilPublished, type Released } from './published.js'
import { readVersions } from './published-version.js'
import { isOurProject } from './project-survey.js'
import type { Revision } from './push.js'
import { requireSuccess } from './success.js'
import { readSourceInfos } from './source-info.js'
import { removeUnplanned } from './unplanned.js'

export interface ReleaseRequest extends Observed {
  readonly plan?: Plan | undefined
  /** Names of all packages that belong together, released now or not: what is required of them must be there. */
  readonly siblings: readonly string[]
  /** Milliseconds that publishing may take. */
  readonly timeout: number
  readonly interval: number
  /** How to look at the cells; by default anew. */
  readonly observe?: Observe
  readonly events?: Events
  /** Whether all packages are released by one request, as long as none of them is there. */
  readonly atOnce?: boolean
}

/** A package on its way into the publish project. */
interface Passage {
  readonly revision: Revision
  readonly cells: readonly Cell[]
  /** The sources that were built, expanded. */
  readonly srcmd5: string
  readonly release: Release
  readonly missing: readonly Cell[]
}

/**
 * Releases the revisions into the publish project and waits until OBS has published them. A release is the union of all
 * containers of a revision's sources; only what they lack is released, by repository. Before the first effect every cell
 * of what is to be released must have succeeded, the build project must still hold its sources, binaries of cells that
 * are not planned must be gone, and what it requires of its siblings must be there: else nothing is released, a
 * {@link WorkError} when that will not mend itself, a ServiceError when builds are still to end.
 */
export async function releaseRevisions(given: ReleaseRequest, osc: Osc, host: Host): Promise<readonly Released[]> {
  // Where nobody has planned, OBS says which cells there are to release.
  const built = given.planned
    ? given.cells
    : (await requireSuccess(given, osc, host)).filter(({ state }) => state === 'succeeded')
  const request = { ...given, cells: built }
  const { project, cells, revisions } = request
  const events = request.events ?? noEvents(host.clock)
  if (cells.length === 0)
    throw new WorkError(`Nothing was released: ${project} builds none of ${revisions.map((each) => each.package).join(', ')}.`)
  // What is released in whole needs no look at where it would be released to.
  const known = revisions.every((revision) => revision.containers !== undefined) ? request.plan?.publishProject : undefined
  const targets = known === undefined ? releaseTargets(await readProject(project, osc)) : []
  const target = known ?? targets[0]?.targetProject
  if (target === undefined) {
    await requireSuccess(request, osc, host)
    const released = await describeSelfPublished(request, osc)
    await waitUntilPublished(released, request, osc, host, events)
    return released
  }
  const repositories = targets.filter(({ targetProject }) => targetProject === target).map(({ repository }) => repository)
  if (known === undefined) requireTargets(project, cells, repositories)
  const survey = () => surveyReleases(request, target, osc)
  let passages = await survey()
  const open = passages.filter(({ missing }) => missing.length > 0)
  if (open.length > 0) await requireReleasable(request, open, target, repositories, osc, host)
  const before = passages
  if (request.atOnce === true && judgeProgress(passages) === 'nothing') {
    const look = async () => judgeProgress(await survey())
    await releaseTogether(
      project,
      revisions.map((each) => each.package),
      look,
      osc,
      host,
    )
    passages = await survey()
  }
  const released: Released[] = []
  for (const passage of passages) {
    const { revision, missing } = passage
    const name = revision.package
    const changed = before.some((each) => each.revision === revision && each.missing.length > 0)
    if (missing.length === 0)
      host.log.info(`${name} is in ${target}${changed ? '' : ' already'}, as ${passage.release.containers.join(' and ')}`)
    const { containers, files } =
      missing.length === 0
        ? passage.release
        : await settleRelease({ project, target, name, repositories, ...passage, timeout: request.timeout }, osc, host)
    const versions = readVersions(passage.cells, files)
    released.push({ package: name, project: target, containers, versions, files, changed })
  }
  await waitUntilPublished(released, request, osc, host, events)
  return released
}

function judgeProgress(passages: readonly Passage[]): Progress {
  if (passages.every(({ missing }) => missing.length === 0)) return 'everything'
  return passages.every(({ release }) => release.containers.length === 0) ? 'nothing' : 'something'
}

function readProject(project: string, osc: Osc): Promise<Element> {
  return readXml(osc, apiPath(['source', project, '_meta']), `OBS has no project ${project}; run obs-provision.`)
}

async function describeSelfPublished({ project, cells, revisions }: ReleaseRequest, osc: Osc): Promise<readonly Released[]> {
  const names = revisions.map((revision) => revision.package)
  const files = await listBuiltFiles(project, names, osc)
  return names.map((name) => {
    const own = files.filter((file) => file.container === name)
    const versions = readVersions(
      cells.filter((cell) => cell.package === name),
      own,
    )
    return { package: name, project, containers: [], versions, files: own, changed: false }
  })
}

function requireTargets(project: string, cells: readonly Cell[], repositories: readonly string[]): void {
  const stray = cells.find(({ builder }) => !repositories.includes(builder))
  if (stray)
    throw new WorkError(
      `Repository ${stray.builder} of ${project} has no release target with trigger="manual"; run obs-provision. Nothing was released.`,
    )
}

/** What the publish project has of each revision, and what it lacks. */
async function surveyReleases(
  { project, cells, revisions }: ReleaseRequest,
  target: string,
  osc: Osc,
): Promise<readonly Passage[]> {
  const flavour = cells.find((cell) => cell.package.includes(':'))
  if (flavour !== undefined)
    throw new UserError(
      `${flavour.package} is a flavour of a multibuild package, which cannot be released by obs-release; release it with osc, which shows what it takes along.`,
    )
  const known = revisions.every(({ containers }) => containers !== undefined)
  // Of sources that services or links expand, a release holds what was built.
  const infos = known
    ? undefined
    : await readSourceInfos(
        project,
        revisions.map((revision) => revision.package),
        osc,
      )
  const built = new Map(
    revisions.map(({ package: name, srcmd5 }) => {
      const info = infos?.get(name)
      return [name, info?.srcmd5 === srcmd5 ? info.expanded : srcmd5]
    }),
  )
  const releases = known ? await readReleases(target, revisions, osc) : await findReleases(target, built, osc)
  const passages: Passage[] = []
  for (const revision of revisions) {
    const own = cells.filter((cell) => cell.package === revision.package)
    const srcmd5 = built.get(revision.package) ?? revision.srcmd5
    let release = releases.get(revision.package) ?? { containers: [], files: [] }
    if (release.containers.length > 0) {
      const unseen = missingCells(release, own)
      if (unseen.length > 0) release = await readMissing(target, release, unseen, osc)
    }
    passages.push({ revision, cells: own, srcmd5, release, missing: missingCells(release, own) })
  }
  return passages
}

/** What the containers hold that were found before, in one request. */
async function readReleases(target: string, revisions: readonly Revision[], osc: Osc): Promise<ReadonlyMap<string, Release>> {
  const files = await listBuiltFiles(
    target,
    revisions.flatMap(({ containers = [] }) => containers),
    osc,
  )
  return new Map(
    revisions.map(({ package: name, containers = [] }) => [
      name,
      { containers, files: files.filter((each) => containers.includes(each.container)) },
    ]),
  )
}

/** Everything that must hold before the first effect. */
async function requireReleasable(
  request: ReleaseRequest,
  open: readonly Passage[],
  target: string,
  repositories: readonly string[],
  osc: Osc,
  host: Host,
): Promise<void> {
  const { project } = request
  const names = open.map(({ revision }) => revision.package)
  const cells = request.cells.filter((cell) => names.includes(cell.package))
  const revisions = open.map(({ revision }) => ({ ...revision, containers: undefined }))
  const infos = await readSourceInfos(project, names, osc)
  for (const { revision, release } of open) {
    if (infos?.get(revision.package)?.srcmd5 === revision.srcmd5) continue
    const incomplete = release.containers.length > 0 ? `its release ${release.containers.join(' and ')} is incomplete, and ` : ''
    throw new WorkError(
      `Nothing was released: ${revision.package}: ${incomplete}${project} holds other sources by now; push this version again and wait for its builds, then release.`,
    )
  }
  const look =
    request.observe === undefined || revisions.length < request.revisions.length
      ? observer({ ...request, cells, revisions }, osc, host.clock)
      : request.observe
  await requireSuccess({ ...request, cells, revisions, observe: look }, osc, host)
  await removeUnplanned({ ...request, repositories, cells, names }, osc, host, isOurProject)
  const newcomers = open.map(({ revision, release }) => ({ name: revision.package, containers: release.containers }))
  await requireNewNames({ project, target, newcomers }, osc)
  await requireClosure({ project, target, cells, siblings: request.siblings }, osc, host)
}
