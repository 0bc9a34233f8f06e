import { childrenOf, element, type Element } from '../../xml.js'
import { Refusal } from './answer.js'

/** The metas of projects by name, as far as somebody has asked for them. */
export type ReadProject = (name: string) => Promise<Element | undefined>

function repositoriesOf(meta: Element | undefined): readonly string[] {
  return meta === undefined ? [] : childrenOf(meta, 'repository').map(({ attributes }) => attributes['name'] ?? '')
}

/** Refuses paths and release targets that lead nowhere, in a front end's words. */
export async function requireTargets(meta: Element, read: ReadProject): Promise<void> {
  const own = meta.attributes['name']
  for (const repository of childrenOf(meta, 'repository')) {
    for (const { name, attributes } of repository.children) {
      const { project = '', repository: wanted = '' } = attributes
      if (name !== 'path' && name !== 'releasetarget') continue
      if (project === 'deleted') continue
      const found = project === own ? meta : await read(project)
      if (name === 'path') {
        if (found === undefined) throw new Refusal(404, 'repository_access_failure', `Project ${project} does not exist.`)
        if (!repositoriesOf(found).includes(wanted))
          throw new Refusal(400, 'project_save_error', `Cannot find repository '${project}/${wanted}'`)
      } else {
        if (found === undefined) throw new Refusal(400, 'project_save_error', `Project '${project}' does not exist.`)
        if (!repositoriesOf(found).includes(wanted))
          throw new Refusal(400, 'project_save_error', `Unknown target repository '${project}/${wanted}'`)
      }
    }
  }
}

/** The repositories that a new _meta leaves out. */
export function removedRepositories(before: Element | undefined, after: Element): readonly string[] {
  return repositoriesOf(before).filter((name) => !repositoriesOf(after).includes(name))
}

/** A project whose repositories name some of another's, and what becomes of it when those are removed all the same. */
export interface Dependant {
  readonly kind: 'path' | 'releasetarget'
  /** `project/repository`. */
  readonly name: string
  readonly meta: Element
  readonly without: Element
}

export function findDependants(project: string, removed: readonly string[], others: readonly Element[]): readonly Dependant[] {
  return others.flatMap((meta) => {
    const isGone = ({ name, attributes }: Element) =>
      (name === 'path' || name === 'releasetarget') &&
      attributes['project'] === project &&
      removed.includes(attributes['repository'] ?? '')
    const replace = (child: Element): Element =>
      isGone(child) ? element(child.name, { ...child.attributes, project: 'deleted', repository: 'deleted' }) : child
    const without = {
      ...meta,
      children: meta.children.map((child) =>
        child.name === 'repository' ? { ...child, children: child.children.map(replace) } : child,
      ),
    }
    return childrenOf(meta, 'repository').flatMap((repository) =>
      repository.children.filter(isGone).map((child) => ({
        kind: child.name === 'path' ? ('path' as const) : ('releasetarget' as const),
        name: `${meta.attributes['name']}/${repository.attributes['name']}`,
        meta,
        without,
      })),
    )
  })
}

/** A front end's refusal to remove repositories that others need: its first line says how they do. */
export function refuseDependants(dependants: readonly Dependant[]): Refusal {
  const targets = dependants.filter(({ kind }) => kind === 'releasetarget')
  const [how, list] = targets.length > 0 ? ['target repositories', targets] : ['repositories', dependants]
  const names = [...new Set(list.map(({ name }) => name))].join('\n')
  return new Refusal(400, 'repo_dependency', `Unable to delete repository; following ${how} depend on this project:\n${names}`)
}
