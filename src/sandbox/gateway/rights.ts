import { childOf, childrenOf, type Element } from '../../xml.js'
import { Refusal } from './answer.js'

/** Who asks. */
export interface Visitor {
  readonly login: string
  readonly admin: boolean
}

/** The metas that say what somebody may do: of a package, its project, and the project's ancestors, as far as they exist. */
export type Chain = readonly Element[]

/** Whether one of the metas makes somebody a maintainer; a project's maintainer is one of everything below it. */
export function isMaintainer(chain: Chain, { login, admin }: Visitor): boolean {
  return admin || chain.some((meta) => rolesOf(meta, login).includes('maintainer'))
}

function rolesOf(meta: Element, login: string): readonly string[] {
  return childrenOf(meta, 'person')
    .filter(({ attributes }) => attributes['userid'] === login)
    .map(({ attributes }) => attributes['role'] ?? '')
}

/** Whether a flag of a meta is set so in general: `<access><disable/></access>`. */
export function hasFlag(meta: Element | undefined, flag: string, value: 'enable' | 'disable'): boolean {
  const found = meta && childOf(meta, flag)
  return found?.children.some(({ name, attributes }) => name === value && Object.keys(attributes).length === 0) ?? false
}

/** Whether somebody may see a project: a hidden one is there for those alone who have a role in it. */
export function maySee(project: Element, visitor: Visitor): boolean {
  if (visitor.admin || !hasFlag(project, 'access', 'disable')) return true
  return rolesOf(project, visitor.login).length > 0
}

/** Whether somebody may read sources. */
export function mayReadSources(chain: Chain, visitor: Visitor): boolean {
  const hidden = chain.slice(0, 2).some((meta) => hasFlag(meta, 'sourceaccess', 'disable'))
  return visitor.admin || !hidden || chain.some((meta) => rolesOf(meta, visitor.login).length > 0)
}

/** Whether somebody may make a project, by the nearest project above it; one's own home is self-service. */
export function mayCreate(project: string, ancestors: Chain, visitor: Visitor): boolean {
  const home = `home:${visitor.login}`
  if (visitor.admin || project === home || project.startsWith(`${home}:`)) return true
  const [nearest] = ancestors
  return nearest !== undefined && isMaintainer([nearest], visitor)
}

/** The names of the projects above one, the nearest first. */
export function ancestorsOf(project: string): readonly string[] {
  const parts = project.split(':')
  return parts.slice(1).map((_, index) => parts.slice(0, parts.length - 1 - index).join(':'))
}

/** What a request that changes something is refused with, as a front end words it, by what it would change. */
export const refusals = {
  createProject: (project: string) =>
    new Refusal(403, 'create_project_no_permission', `no permission to create project ${project}`),
  changeProject: () => new Refusal(403, 'change_project_no_permission', 'no permission to change project'),
  updateProject: () => new Refusal(403, 'update_project_not_authorized', 'You are not authorized to update this project'),
  updatePackage: () => new Refusal(403, 'update_package_not_authorized', 'Sorry, you are not authorized to update this package.'),
  putFile: () => new Refusal(403, 'put_file_no_permission', 'Insufficient permissions to store file in package'),
  deleteProject: () => new Refusal(403, 'delete_project_no_permission', 'no permission to delete project'),
  deletePackage: () => new Refusal(403, 'delete_package_no_permission', 'no permission to delete package'),
  executeCommand: (command: string) =>
    new Refusal(403, 'execute_cmd_no_permission', `No permission to execute command '${command}'`),
  unsupported: (command: string, path: string) =>
    new Refusal(400, 'illegal_request', `unsupported POST command ${command} to ${path}`),
  command: (command: string) => new Refusal(403, 'cmd_execution_no_permission', `no permission to execute command '${command}'`),
  release: (project: string) => new Refusal(403, 'cmd_execution_no_permission', `no permission to write in project ${project}`),
  hidden: (project: string) => new Refusal(404, 'unknown_project', `Project not found: ${project}`),
  sources: (project: string, name: string) => new Refusal(403, 'source_access_no_permission', `${project}/${name}`),
  protection: () =>
    new Refusal(403, 'change_project_protection_level', 'admin rights are required to raise the protection level of a project'),
} as const
