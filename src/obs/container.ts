import { mapInParallel } from '../host/parallel.js'
import type { Cell } from '../plan/plan.js'
import { apiPath, readXml, type Osc } from './osc.js'
import { packageQuery } from './package-query.js'
import { childrenOf, parseXml, type Element } from '../xml.js'

/** Where the binaries of a build project go, from the release targets of its _meta. */
export interface ReleaseTarget {
  readonly repository: string
  readonly targetProject: string
  readonly targetRepository: string
}

/** The release targets that a manual release uses. */
export function releaseTargets(meta: Element): readonly ReleaseTarget[] {
  return childrenOf(meta, 'repository').flatMap((repository) =>
    childrenOf(repository, 'releasetarget')
      .filter(({ attributes }) => attributes['trigger'] === 'manual' || attributes['trigger'] === 'maintenance')
      .map(({ attributes }) => ({
        repository: repository.attributes['name'] ?? '',
        targetProject: attributes['project'] ?? '',
        targetRepository: attributes['repository'] ?? '',
      })),
  )
}

/** A package file that OBS holds for a repository and architecture, in the package of OBS that it belongs to. */
export interface BuiltFile {
  readonly repository: string
  readonly architecture: string
  readonly file: string
  readonly container: string
}

/** All that a publish project holds of some sources: a release makes a container for each of its targets. */
export interface Release {
  /** `<name>.<timestamp>`, oldest first; `<name>` itself in a project that is no maintenance_release one. */
  readonly containers: readonly string[]
  /** The debs and rpms of all of them. */
  readonly files: readonly BuiltFile[]
}

/**
 * Finds what a publish project holds of some packages' sources, by the sources' srcmd5, which a release keeps. Two requests;
 * files that OBS's scheduler has not seen yet are not among those that it tells of ({@link readMissing} finds them).
 * @param sources the srcmd5 (expanded) by package
 */
export async function findReleases(
  project: string,
  sources: ReadonlyMap<string, string>,
  osc: Osc,
): Promise<ReadonlyMap<string, Release>> {
  const path = apiPath(['source', project], [['view', 'info']])
  const list = await readXml(osc, path, `OBS has no project ${project} that the account may see; run obs-provision.`)
  const found = childrenOf(list, 'sourceinfo').map(({ attributes }) => attributes)
  const containers = new Map(
    [...sources].map(([name, srcmd5]) => {
      const own = found.filter((each) => each['srcmd5'] === srcmd5 && isContainerOf(each['package'] ?? '', name))
      return [name, own.map((each) => each['package'] ?? '').sort()]
    }),
  )
  const all = [...containers.values()].flat()
  const files = all.length === 0 ? [] : await listBuiltFiles(project, all, osc)
  return new Map(
    [...containers].map(([name, own]) => [
      name,
      { containers: own, files: files.filter((each) => own.includes(each.container)) },
    ]),
  )
}

/** Whether a package of a publish project is a release of a package, or a release of such a release. */
export function isContainerOf(container: string, name: string): boolean {
  return container.startsWith(name) && /^(?:\.\d{14})*$/.test(container.slice(name.length))
}

/** Milliseconds since the epoch at which a container was made, by the front end's clock; undefined without a time stamp. */
export function containerTime(container: string): number | undefined {
  const [, year, month, day, hour, minute, second] = /\.(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)$/.exec(container) ?? []
  if (year === undefined) return undefined
  return Date.UTC(Number(year), Number(month) - 1, Number(day), Number(hour), Number(minute), Number(second))
}

/** The cells of which a release has no package. */
export function missingCells({ files }: Release, cells: readonly Cell[]): readonly Cell[] {
  return cells.filter(
    (cell) => !files.some((file) => file.repository === cell.builder && file.architecture === cell.architecture),
  )
}

/** The debs and rpms of some packages, without source packages and build statistics, as far as the scheduler has seen them. */
export async function listBuiltFiles(project: string, names: readonly string[], osc: Osc): Promise<readonly BuiltFile[]> {
  const wanted = new Set(names)
  const files = await listFilesOf(project, names, osc)
  return files.filter(({ container }) => wanted.has(container))
}

/** The same of every package of a project. */
export function listAllFiles(project: string, osc: Osc): Promise<readonly BuiltFile[]> {
  return listFilesOf(project, [], osc)
}

async function listFilesOf(project: string, names: readonly string[], osc: Osc): Promise<readonly BuiltFile[]> {
  const query = [['view', 'binarylist'] as const, ...packageQuery(names)]
  const missing = `OBS has no ${[project, ...names.slice(0, 1)].join('/')} that the account may see.`
  const list = await readXml(osc, apiPath(['build', project, '_result'], query), missing)
  return childrenOf(list, 'result').flatMap(({ attributes, children }) => {
    const { repository = '', arch: architecture = '' } = attributes
    return children
      .filter((child) => child.name === 'binarylist')
      .flatMap((child) =>
        filesOf(child).map((file) => ({ repository, architecture, file, container: child.attributes['package'] ?? '' })),
      )
  })
}

/** The debs and rpms of a list of binaries, without source packages and build statistics. */
export function filesOf(binaryList: Element): readonly string[] {
  return childrenOf(binaryList, 'binary')
    .map(({ attributes }) => attributes['filename'] ?? attributes['name'] ?? '')
    .filter((file) => /\.(deb|rpm)$/.test(file) && !/\.(no)?src\.rpm$/.test(file))
}

/**
 * A release with what its containers really hold of the cells that it seemed to lack: the list of a whole project can lag
 * behind for long, `GET /build/P/R/A/CONTAINER` does not.
 */
export async function readMissing(project: string, release: Release, missing: readonly Cell[], osc: Osc): Promise<Release> {
  const questions = release.containers.flatMap((container) => missing.map((cell) => ({ container, cell })))
  const found = await mapInParallel(questions, 4, async ({ container, cell }) => {
    const text = await osc.read(apiPath(['build', project, cell.builder, cell.architecture, container]))
    const files = text === undefined ? [] : filesOf(parseXml(text))
    return files.map((file) => ({ repository: cell.builder, architecture: cell.architecture, file, container }))
  })
  return { ...release, files: [...release.files, ...found.flat()] }
}

/** The folder of a published repository that a file lies in: its architecture as the format writes it. */
export function publishedFolder(file: string): string {
  const pattern = file.endsWith('.deb') ? /_([^_]+)\.deb$/ : /\.([^.]+)\.rpm$/
  return pattern.exec(file)?.[1] ?? ''
}
