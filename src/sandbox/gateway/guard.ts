import type { IncomingMessage } from 'node:http'
import type { Refusal } from './answer.js'
import type { Metas } from './metas.js'
import { hasFlag, isMaintainer, mayReadSources, maySee, refusals, type Visitor } from './rights.js'

/** A request, taken apart. */
export interface Asked {
  readonly method: string
  /** `source`, `build`, `published`, … */
  readonly room: string
  readonly segments: readonly string[]
  readonly query: URLSearchParams
}

/** Commands of the source server that change nothing. */
const reading = new Set(['diff', 'linkdiff', 'servicediff', 'getprojectservices', 'linktobranch', 'showlinked'])

/** What the front end lets people have done to a project's builds; its backend knows more. */
const buildCommands = ['wipe', 'restartbuild', 'killbuild', 'abortbuild', 'rebuild', 'unpublish', 'sendsysrq']

/** Throws what a front end would refuse the request with: what may not be seen is not there, what may not be changed stays. */
export async function guard({ method, room, segments, query }: Asked, visitor: Visitor, metas: Metas): Promise<void> {
  const [, project, name, file] = segments
  if (!['source', 'build', 'published'].includes(room) || project === undefined || project === '' || project.startsWith('_'))
    return
  const meta = await metas.read(project)
  if (meta === undefined) return
  if (!maySee(meta, visitor)) throw refusals.hidden(project)
  const own = room === 'source' && name !== undefined && !name.startsWith('_') ? name : undefined
  const command = query.get('cmd') ?? ''
  if (room === 'source' && (method === 'GET' || reading.has(command))) {
    const isSource = own !== undefined && file !== '_meta' && query.get('view') !== 'info'
    if (isSource && !mayReadSources(await metas.chain(project, own), visitor)) throw refusals.sources(project, own)
    return
  }
  if (room === 'build' && method === 'POST' && segments.length === 2 && !buildCommands.includes(command))
    throw refusals.unsupported(command, `/build/${project}`)
  const refusal = refusalFor({ method, room, segments, query }, own)
  if (refusal === undefined) return
  const chain = await metas.chain(project, own ?? (room === 'build' ? (query.get('package') ?? undefined) : undefined))
  const isLocked = chain.slice(0, 2).some((each) => hasFlag(each, 'lock', 'enable'))
  if (isLocked || !isMaintainer(chain, visitor)) throw refusal
}

/** What a change is refused with; undefined for what changes nothing or is judged elsewhere (metas and releases). */
function refusalFor({ method, room, segments, query }: Asked, own: string | undefined): Refusal | undefined {
  const [, , name, file] = segments
  const command = query.get('cmd') ?? ''
  if (room === 'build') {
    const isQuestion = method === 'GET' || segments.at(-1) === '_buildinfo'
    return isQuestion ? undefined : refusals.executeCommand(command)
  }
  if (room !== 'source' || method === 'GET') return undefined
  if (name === '_meta' || file === '_meta' || command === 'release') return undefined
  if (name === '_config') return refusals.updateProject()
  if (method === 'DELETE')
    return file !== undefined ? refusals.putFile() : own === undefined ? refusals.deleteProject() : refusals.deletePackage()
  if (command === 'commitfilelist') return refusals.updatePackage()
  return method === 'PUT' ? refusals.putFile() : refusals.command(command)
}

/**
 * Whether a refusal is answered by a redirection to the start page instead: a client that says it takes anything, or says
 * nothing, is taken for a browser there.
 */
export function isRedirected({ method, segments, query }: Asked, request: IncomingMessage, status: number): boolean {
  const accepts = request.headers.accept ?? '*/*'
  const isPlace = query.get('cmd') === 'commitfilelist' || (method === 'PUT' && segments[2] === '_config')
  return status === 403 && isPlace && accepts === '*/*'
}
