import { UserError } from '../error.js'
import { mapInParallel } from '../host/parallel.js'
import { isEmbargoProject } from '../plan/embargo-plan.js'
import { comparePackageVersions } from '../version/order.js'
import { childOf, childrenOf, parseXml } from '../xml.js'
import { isContainerOf, listAllFiles, type BuiltFile } from './container.js'
import { readTarballVersion } from './held-version.js'
import { apiPath, type Osc } from './osc.js'
import { isOurProject } from './project-survey.js'

/** A pair of projects whose releases are looked through. */
export interface ReleasePlace {
  readonly buildProject: string
  readonly publishProject: string
  /** The names of all packages that belong together. */
  readonly siblings: readonly string[]
}

/**
 * A container that the suite released: the projects are ours, its name is that of a release of one of our packages, its
 * sources are those of a revision of the build project, or of the hidden one of an embargo, and they hold the suite's tarball.
 */
export interface ReleasedContainer {
  readonly name: string
  readonly package: string
  /** As packages carry it, without a release: `1.30.0~alpha.2`. */
  readonly version: string
  readonly srcmd5: string
  /** The debs and rpms in it. */
  readonly files: readonly BuiltFile[]
}

/** A package of a publish project that is left alone. */
export interface ForeignContainer {
  readonly name: string
  readonly reason: string
  readonly files: readonly BuiltFile[]
}

/** All that a publish project holds. */
export interface Inventory {
  /** Newest version of a package first, and of one version the newest container. */
  readonly released: readonly ReleasedContainer[]
  readonly foreign: readonly ForeignContainer[]
}

/** A container whose sources and files are known, and not yet whose it is. */
export interface Container {
  readonly name: string
  readonly srcmd5: string
  readonly files: readonly BuiltFile[]
}

/**
 * Reads what a publish project holds, and tells what the suite released from what it did not.
 * @param only these containers; all of the project by default
 */
export async function readInventory(place: ReleasePlace, osc: Osc, only?: readonly string[]): Promise<Inventory> {
  const { buildProject, publishProject, siblings } = place
  const all = await readContainers(publishProject, osc)
  if (all === undefined)
    throw new UserError(`OBS has no project ${publishProject} that the account may see; nothing was published there yet.`)
  const found = all.filter(({ name }) => only?.includes(name) ?? true)
  if (found.length === 0) return { released: [], foreign: [] }
  for (const project of [publishProject, buildProject])
    if (!(await isOurProject(project, osc)))
      return { released: [], foreign: found.map((each) => foreign(each, `obs-publish did not make ${project}`)) }
  const packages = siblings.filter((own) => found.some(({ name }) => isContainerOf(name, own)))
  const history = new Map(
    await mapInParallel(packages, 4, async (own) => [own, await readHistory(buildProject, own, osc)] as const),
  )
  const judged = await mapInParallel(found, 4, (each) => judge(each, { ...place, history }, osc))
  return {
    released: judged.filter((each) => 'package' in each).sort(newestFirst),
    foreign: judged.filter((each) => 'reason' in each),
  }
}

/** What a project holds by its name, sources and files; undefined when there is no such project. */
export async function readContainers(project: string, osc: Osc): Promise<readonly Container[] | undefined> {
  const list = await osc.read(apiPath(['source', project], [['view', 'info']]))
  if (list === undefined) return undefined
  const files = await listAllFiles(project, osc)
  return childrenOf(parseXml(list), 'sourceinfo')
    .filter(({ attributes }) => attributes['package']?.startsWith('_') === false)
    .map(({ attributes: { package: name = '', srcmd5 = '' } }) => ({
      name,
      srcmd5,
      files: files.filter((each) => each.container === name),
    }))
}

function foreign({ name, files }: Container, reason: string): ForeignContainer {
  return { name, reason, files }
}

async function judge(
  found: Container,
  { buildProject, publishProject, siblings, history }: ReleasePlace & { history: ReadonlyMap<string, ReadonlySet<string>> },
  osc: Osc,
): Promise<ReleasedContainer | ForeignContainer> {
  const { name, srcmd5, files } = found
  const own = siblings.find((each) => each !== name && isContainerOf(name, each))
  if (own === undefined) return foreign(found, 'it is no release of a package of the config')
  if (history.get(own)?.has(srcmd5) !== true && !(await isFromEmbargo(found, own, { buildProject, publishProject }, osc)))
    return foreign(found, `its sources are in no revision of ${buildProject}/${own}, so it was not released from there`)
  if (files.length === 0) return foreign(found, 'it holds no packages; it may still be being made')
  const version = await readTarballVersion(publishProject, name, own, osc)
  if (version === undefined) return foreign(found, 'its sources hold no tarball of obs-publish')
  return { name, package: own, version, srcmd5, files }
}

/** Whether a container was released from a hidden project of ours, which has its sources: the container's history names it. */
async function isFromEmbargo(
  { name, srcmd5 }: Container,
  own: string,
  { buildProject, publishProject }: Pick<ReleasePlace, 'buildProject' | 'publishProject'>,
  osc: Osc,
): Promise<boolean> {
  const text = await osc.read(apiPath(['source', publishProject, name, '_history']))
  const comments = text === undefined ? [] : childrenOf(parseXml(text), 'revision').map((each) => childOf(each, 'comment')?.text)
  for (const comment of comments) {
    const [, project = '', from] = /^Release from (\S+) \/ (\S+)$/.exec(comment ?? '') ?? []
    if (from !== own || !isEmbargoProject(project, buildProject) || !(await isOurProject(project, osc))) continue
    if ((await readHistory(project, own, osc)).has(srcmd5)) return true
  }
  return false
}

/** The srcmd5 of every revision that a package ever had. */
async function readHistory(project: string, name: string, osc: Osc): Promise<ReadonlySet<string>> {
  const text = await osc.read(apiPath(['source', project, name, '_history']))
  const revisions = text === undefined ? [] : childrenOf(parseXml(text), 'revision')
  return new Set(revisions.map((each) => childOf(each, 'srcmd5')?.text ?? '').filter((each) => each !== ''))
}

function newestFirst(left: ReleasedContainer, right: ReleasedContainer): number {
  if (left.package !== right.package) return left.package < right.package ? -1 : 1
  return comparePackageVersions(right.version, left.version) || (left.name < right.name ? 1 : -1)
}
