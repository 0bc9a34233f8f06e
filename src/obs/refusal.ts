import { ServiceError, UserError } from '../error.js'
import { childOf, childrenOf, parseXml, type Element } from '../xml.js'
import type { Refused } from './osc-answer.js'
import type { OscRequest } from './osc-transport.js'

/** What can be found out about a refusal by asking OBS: the content of a path, undefined when there is none to see. */
export type LookUp = (path: string) => Promise<string | undefined>

/** Codes that say that the account lacks a role in a project (obs-front-end.md of the real front end, July 2026). */
const lacksRole =
  /^(update_package_not_authorized|update_project_not_authorized|change_project_no_permission|change_package_no_permission|put_file_no_permission|delete_\w+_no_permission|execute_cmd_no_permission|cmd_execution_no_permission|modify_\w+_no_permission)$/

/**
 * Turns a refusal into the error of whoever can mend it, as precisely as OBS lets us find out: wrong account, missing role
 * (in which project, or below which parent), locked, hidden, an unknown maintainer.
 * @param user the account, when it is known
 */
export async function explainRefusal(
  request: OscRequest,
  refusal: Refused,
  user: string | undefined,
  lookUp: LookUp,
): Promise<Error> {
  const { status, code, summary } = refusal
  const account = user === undefined ? 'the account' : `the account ${user}`
  const who = account.replace(/^t/, 'T')
  const { project = '', name } = readPath(request.path)
  if (status === 401)
    return new UserError(
      `OBS refused the user name or password${user === undefined ? '' : ` of ${user}`}; check the inputs \`username\` and \`password\` of setup-osc.`,
    )
  if (
    /^(unconfirmed_user|inactive_user|locked_user)$/.test(code) ||
    /not (?:yet )?(?:confirmed|approved)|registration/.test(summary)
  )
    return new UserError(`OBS does not let ${account} in: ${summary}; confirm the account, or ask an administrator of that OBS.`)
  if (code === 'create_project_no_permission')
    return new UserError(
      `${who} may not create the project ${project}: that needs the role maintainer in ${await nearestAncestor(project, lookUp)}; ask for it there, or choose a project below home:${user ?? '<user>'}.`,
    )
  if (code === 'change_project_protection_level')
    return new UserError(`OBS does not permit to change who may see ${project}: ${summary}; an administrator of that OBS can.`)
  if (code === 'source_access_no_permission')
    return new UserError(
      `The sources of ${joined(project, name)} are hidden from ${account}; ask a maintainer of ${project} for a role there.`,
    )
  if (status === 404 && /Couldn't find (User|Group)/.test(summary) && request.text !== undefined)
    return new UserError(await nameStrangers(project, request.text, lookUp))
  // A release is refused by its target, whose name OBS's words have.
  const target = /no permission to write in project ([^\s,;]+)/.exec(summary)?.[1] ?? project
  if (status === 403 && target !== '') {
    const locked = await findLock(target, target === project ? name : undefined, lookUp)
    if (locked !== undefined || summary.includes('is locked'))
      return new UserError(
        `${locked ?? joined(project, name)} is locked on OBS (${summary}); its maintainers can unlock it with osc unlock.`,
      )
    const bridged = target === project && name !== undefined ? await findBridge(project, name, lookUp) : undefined
    if (bridged !== undefined)
      return new UserError(
        `${joined(project, name)} takes its sources from ${bridged} (scmsync), OBS accepts no commits to it; commit there.`,
      )
    if (lacksRole.test(code) || code === '')
      return new UserError(
        `${who} may not change ${joined(target, target === project ? name : undefined)}: ${summary}; it needs the role maintainer in ${target}, which its maintainers can give.`,
      )
  }
  if (status === 403) return new UserError(`OBS does not permit ${decodeURIComponent(request.path)} to ${account}: ${summary}.`)
  return new ServiceError({ url: request.path, status, reason: summary })
}

/** The project and the package of an API path, when it has them. */
function readPath(path: string): { project?: string; name?: string } {
  const [route = ''] = path.split('?')
  const [, first, project, third, , fifth] = route.split('/').map(decodeURIComponent)
  if (project === undefined || (first !== 'source' && first !== 'build' && first !== 'published')) return {}
  const name = first === 'source' ? third : fifth
  return name === undefined || name.startsWith('_') ? { project } : { project, name }
}

function joined(project: string, name: string | undefined): string {
  return name === undefined ? project : `${project}/${name}`
}

async function readMeta(path: string, lookUp: LookUp): Promise<Element | undefined> {
  const text = await lookUp(path)
  return text === undefined ? undefined : parseXml(text)
}

async function nearestAncestor(project: string, lookUp: LookUp): Promise<string> {
  const parts = project.split(':')
  for (let length = parts.length - 1; length > 0; length--) {
    const ancestor = parts.slice(0, length).join(':')
    if ((await lookUp(`/source/${encodeURIComponent(ancestor)}/_meta`)) !== undefined) return ancestor
  }
  return `a project above it, of which none exists (an administrator of that OBS can make ${parts[0] ?? project})`
}

/** The project or package that is locked. */
async function findLock(project: string, name: string | undefined, lookUp: LookUp): Promise<string | undefined> {
  const isLocked = (meta: Element | undefined) => {
    const lock = meta && childOf(meta, 'lock')
    return lock !== undefined && childOf(lock, 'enable') !== undefined
  }
  const path = `/source/${encodeURIComponent(project)}`
  if (isLocked(await readMeta(`${path}/_meta`, lookUp))) return `The project ${project}`
  if (name === undefined || !isLocked(await readMeta(`${path}/${encodeURIComponent(name)}/_meta`, lookUp))) return undefined
  return `The package ${project}/${name}`
}

/** The repository that a package or its whole project is synchronised from. */
async function findBridge(project: string, name: string, lookUp: LookUp): Promise<string | undefined> {
  const path = `/source/${encodeURIComponent(project)}`
  for (const each of [`${path}/${encodeURIComponent(name)}/_meta`, `${path}/_meta`]) {
    const meta = await readMeta(each, lookUp)
    const url = meta && childOf(meta, 'scmsync')?.text
    if (url) return url
  }
  return undefined
}

async function nameStrangers(project: string, meta: string, lookUp: LookUp): Promise<string> {
  const people = childrenOf(parseXml(meta), 'person').map(({ attributes }) => attributes['userid'] ?? '')
  const unknown: string[] = []
  for (const login of new Set(people))
    if ((await lookUp(`/person/${encodeURIComponent(login)}`)) === undefined) unknown.push(login)
  const who = unknown.length > 0 ? unknown.join(', ') : 'one of the maintainers'
  return `OBS knows no user ${who}, named as maintainer of ${project}; correct obs.maintainers of the config.`
}
