import type { Backend } from '../backend.js'
import { childrenOf, parseXml, type Element } from '../../xml.js'
import { writeXml } from '../../xml-writer.js'
import { Refusal } from './answer.js'
import { parseDirectory } from './backend-project.js'
import { findDependants, refuseDependants, removedRepositories, requireTargets } from './dependency.js'
import { ancestorsOf, hasFlag, isMaintainer, mayCreate, maySee, refusals, type Chain, type Visitor } from './rights.js'
import { validateMeta, validateProjectName } from './validation.js'

/** Reads and writes metas as a front end does. */
export class Metas {
  readonly #backend: Backend
  readonly #logins: readonly string[]

  constructor(backend: Backend, logins: readonly string[]) {
    this.#backend = backend
    this.#logins = logins
  }

  /** The _meta of a project, or of a package in it; undefined when there is none. */
  async read(project: string, name?: string): Promise<Element | undefined> {
    const path = ['source', project, ...(name === undefined ? [] : [name]), '_meta'].map(encodeURIComponent).join('/')
    const { status, body } = await this.#backend.send('GET', `/${path}`)
    return status === 200 ? parseXml(body) : undefined
  }

  /** The metas that say what somebody may do there, the innermost first. */
  async chain(project: string, name?: string): Promise<Chain> {
    const own = [...(name === undefined ? [] : [await this.read(project, name)]), await this.read(project)]
    return [...own.filter((meta) => meta !== undefined), ...(await this.ancestors(project))]
  }

  async ancestors(project: string): Promise<Chain> {
    const found = await Promise.all(ancestorsOf(project).map((name) => this.read(name)))
    return found.filter((meta) => meta !== undefined)
  }

  /** The project as a front end shows it: its repositories in reverse order. */
  async show(project: string): Promise<string | undefined> {
    const meta = await this.read(project)
    if (meta === undefined) return undefined
    const repositories = childrenOf(meta, 'repository').toReversed()
    const others = meta.children.filter(({ name }) => name !== 'repository')
    return writeXml({ ...meta, children: [...others, ...repositories] })
  }

  async putProject(project: string, text: string, visitor: Visitor, force: boolean): Promise<void> {
    validateProjectName(project)
    const before = await this.read(project)
    if (before !== undefined && !maySee(before, visitor)) throw refusals.hidden(project)
    const chain = before === undefined ? [] : await this.chain(project)
    if (before === undefined && !mayCreate(project, await this.ancestors(project), visitor)) throw refusals.createProject(project)
    if (before !== undefined && !isMaintainer(chain, visitor)) throw refusals.changeProject()
    const meta = validateMeta(text, 'project')
    if (meta.attributes['name'] !== project)
      throw new Refusal(
        400,
        'project_name_mismatch',
        `project name in xml data ('${meta.attributes['name']}') does not match resource path component ('${project}')`,
      )
    if (before !== undefined && hasFlag(before, 'lock', 'enable') && hasFlag(meta, 'lock', 'enable'))
      throw new Refusal(403, 'change_project_no_permission', `The project ${project} is locked`)
    const raises = ['access', 'sourceaccess'].some((flag) => hasFlag(meta, flag, 'disable') && !hasFlag(before, flag, 'disable'))
    if (before !== undefined && raises && !visitor.admin) throw refusals.protection()
    this.#requirePeople(meta)
    await requireTargets(meta, (name) => this.read(name))
    const removed = removedRepositories(before, meta)
    if (removed.length > 0) await this.#detach(project, removed, visitor, force)
    const isKnown = childrenOf(meta, 'person').some(({ attributes }) => attributes['userid'] === visitor.login)
    const stored = before === undefined && !isKnown ? withMaintainer(meta, visitor.login) : meta
    await this.#store(project, stored, visitor)
  }

  async putPackage(project: string, name: string, text: string, visitor: Visitor): Promise<void> {
    const chain = await this.chain(project, name)
    if (!isMaintainer(chain, visitor) || chain.slice(0, 2).some((meta) => hasFlag(meta, 'lock', 'enable')))
      throw refusals.updateProject()
    const meta = validateMeta(text, 'package')
    this.#requirePeople(meta)
    await this.#backend.demand(
      'PUT',
      `/source/${encodeURIComponent(project)}/${encodeURIComponent(name)}/_meta?user=${encodeURIComponent(visitor.login)}`,
      text,
    )
  }

  #requirePeople(meta: Element): void {
    for (const { attributes } of childrenOf(meta, 'person'))
      if (!this.#logins.includes(attributes['userid'] ?? '')) throw new Refusal(404, 'not_found', "Couldn't find User")
  }

  async #detach(project: string, removed: readonly string[], visitor: Visitor, force: boolean): Promise<void> {
    const names = parseDirectory(await this.#backend.demand('GET', '/source')).filter((name) => name !== project)
    const others = (await Promise.all(names.map((name) => this.read(name)))).filter((meta) => meta !== undefined)
    const dependants = findDependants(project, removed, others)
    if (dependants.length > 0 && !force) throw refuseDependants(dependants)
    for (const { without } of dependants) await this.#store(without.attributes['name'] ?? '', without, visitor)
  }

  async #store(project: string, meta: Element, { login }: Visitor): Promise<void> {
    await this.#backend.demand(
      'PUT',
      `/source/${encodeURIComponent(project)}/_meta?user=${encodeURIComponent(login)}`,
      writeXml(meta),
    )
  }
}

function withMaintainer(meta: Element, login: string): Element {
  const person: Element = { name: 'person', attributes: { userid: login, role: 'maintainer' }, children: [], text: '' }
  const place = meta.children.findLastIndex(({ name }) =>
    ['title', 'description', 'url', 'link', 'scmsync', 'devel', 'person'].includes(name),
  )
  return { ...meta, children: [...meta.children.slice(0, place + 1), person, ...meta.children.slice(place + 1)] }
}
