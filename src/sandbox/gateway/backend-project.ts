import type { Backend } from '../backend.js'
import { childrenOf, parseXml } from '../../xml.js'
import { Refusal } from './answer.js'

export interface ManualTarget {
  readonly project: string
  readonly repository: string
  readonly trigger: string
}

export interface Repository {
  readonly name: string
  readonly architectures: readonly string[]
  readonly targets: readonly ManualTarget[]
}

/** What a release needs to know about a project. */
export interface Project {
  readonly name: string
  /** `maintenance_release` makes a release land in a container of its own. */
  readonly kind: string
  readonly repositories: readonly Repository[]
}

/** Reads a project's `_meta`. */
export function parseProject(xml: string): Project {
  const meta = parseXml(xml)
  const { name = '', kind = 'standard' } = meta.attributes
  const repositories = childrenOf(meta, 'repository').map((repository) => ({
    name: repository.attributes['name'] ?? '',
    architectures: childrenOf(repository, 'arch').map(({ text }) => text),
    targets: childrenOf(repository, 'releasetarget').map(({ attributes }) => ({
      project: attributes['project'] ?? '',
      repository: attributes['repository'] ?? '',
      trigger: attributes['trigger'] ?? '',
    })),
  }))
  return { name, kind, repositories }
}

/** The project's `_meta`; refused as unknown_project when there is none. */
export async function fetchProject(backend: Backend, name: string): Promise<Project> {
  const { status, body } = await backend.send('GET', `/source/${encodeURIComponent(name)}/_meta`)
  if (status === 404) throw new Refusal(404, 'unknown_project', `Project not found: ${name}`)
  if (status !== 200) throw new Refusal(502, 'backend_error', `The backend answered ${status} for the project ${name}`)
  return parseProject(body)
}

/** The names in a `<directory>` answer. */
export function parseDirectory(xml: string): string[] {
  return childrenOf(parseXml(xml), 'entry').map(({ attributes }) => attributes['name'] ?? '')
}

/** Why the backend knows nothing at a path: OBS's code for a missing project or package, else not_found. */
export async function explainMissing(
  backend: Backend,
  project: string | undefined,
  name: string | undefined,
  summary: string,
): Promise<Refusal> {
  const lacks = async (path: string) => (await backend.send('GET', path)).status === 404
  if (project === undefined) return new Refusal(404, 'not_found', summary)
  const path = `/source/${encodeURIComponent(project)}`
  if (await lacks(`${path}/_meta`)) return new Refusal(404, 'unknown_project', `Project not found: ${project}`)
  if (name !== undefined && !name.startsWith('_') && (await lacks(`${path}/${encodeURIComponent(name)}/_meta`))) {
    return new Refusal(404, 'unknown_package', `Package not found: ${project}/${name}`)
  }
  return new Refusal(404, 'not_found', summary)
}
