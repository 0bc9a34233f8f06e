import { apiPath, readXml, type Osc } from './osc.js'
import { childrenOf, type Element } from '../xml.js'

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

/**
 * The package of a publish project that holds a release of these sources: `<name>.<timestamp>` (or `<name>`
 * itself in a project that is no maintenance_release one) with the same srcmd5. The newest when there are several.
 */
export async function findContainer(project: string, name: string, srcmd5: string, osc: Osc): Promise<string | undefined> {
  const list = await readXml(
    osc,
    apiPath(['source', project], [['view', 'info']]),
    `OBS has no project ${project}; run obs-provision.`,
  )
  return childrenOf(list, 'sourceinfo')
    .filter(({ attributes }) => attributes['srcmd5'] === srcmd5 && isContainerOf(attributes['package'] ?? '', name))
    .map(({ attributes }) => attributes['package'] ?? '')
    .sort()
    .at(-1)
}

function isContainerOf(container: string, name: string): boolean {
  return container === name || (container.startsWith(`${name}.`) && /^\d{14}$/.test(container.slice(name.length + 1)))
}

/** A package file that OBS holds for a repository and architecture. */
export interface BuiltFile {
  readonly repository: string
  readonly architecture: string
  readonly file: string
}

/** The debs and rpms of a package, without source packages and build statistics. */
export async function listBuiltFiles(project: string, name: string, osc: Osc): Promise<readonly BuiltFile[]> {
  const query = [
    ['view', 'binarylist'],
    ['package', name],
  ] as const
  const list = await readXml(osc, apiPath(['build', project, '_result'], query), `OBS has no ${project}/${name}.`)
  return childrenOf(list, 'result').flatMap(({ attributes, children }) =>
    children
      .flatMap((binaryList) => childrenOf(binaryList, 'binary'))
      .map((binary) => binary.attributes['filename'] ?? '')
      .filter((file) => /\.(deb|rpm)$/.test(file) && !/\.(no)?src\.rpm$/.test(file))
      .map((file) => ({ repository: attributes['repository'] ?? '', architecture: attributes['arch'] ?? '', file })),
  )
}

/** The folder of a published repository that a file lies in: its architecture as the format writes it. */
export function publishedFolder(file: string): string {
  const pattern = file.endsWith('.deb') ? /_([^_]+)\.deb$/ : /\.([^.]+)\.rpm$/
  return pattern.exec(file)?.[1] ?? ''
}
