import type { IncomingMessage, ServerResponse } from 'node:http'
import { ServiceError } from '../../error.js'
import { escapeXml, type Element } from '../../xml.js'
import { BackendError, type Backend } from '../backend.js'
import { readText, Refusal, sendOutage, sendStatus, sendXml } from './answer.js'
import { readSettings } from './gateway-config.js'
import { guard, isRedirected, type Asked } from './guard.js'
import type { Metas } from './metas.js'
import { maySee, refusals, type Visitor } from './rights.js'
import { renderPerson, searchPeople } from './people.js'
import { explainMissing } from './backend-project.js'
import { passOn, translateTarget, type Instead } from './proxy.js'
import { judgePublication } from './publish-state.js'
import type { Releases } from './releases.js'
import { isProjectList, leaveOutHidden } from './visibility.js'

/** What the backend may be asked through the gateway; everything else of it is for daemons only. */
const passed = new Set(['source', 'build', 'published', 'search', 'configuration', 'lastevents', 'lastnotifications'])

export interface RequestContext {
  readonly backend: Backend
  readonly backendPort: number
  readonly releases: Releases
  readonly metas: Metas
  readonly logins: readonly string[]
  readonly visitor: Visitor
}

/** Answers a request of a known user: by the gateway itself where the backend cannot, else by passing it on. */
export async function answer(
  request: IncomingMessage,
  response: ServerResponse,
  url: URL,
  context: RequestContext,
): Promise<void> {
  const method = request.method ?? 'GET'
  const segments = url.pathname.split('/').slice(1).map(decodeSegment)
  const [room = '', project, name] = segments
  const query = url.searchParams

  const asked: Asked = { method, room, segments, query }
  try {
    await guard(asked, context.visitor, context.metas)
  } catch (error) {
    request.resume()
    if (!(error instanceof Refusal) || !isRedirected(asked, request, error.status)) throw error
    response.writeHead(302, { location: '/' }).end()
    return
  }
  if (url.pathname === '/sandbox/settings') return changeSettings(request, response, context)
  if (room === 'source' && project !== undefined && segments.at(-1) === '_meta' && segments.length <= 4) {
    if (method === 'PUT') return putMeta(request, response, asked, context)
    if (method === 'GET' && segments.length === 3) {
      const text = await context.metas.show(project)
      if (text !== undefined) return sendXml(response, text.trimEnd())
    }
  }
  // The backend has an empty folder for every name.
  if (room === 'published' && project !== undefined && project !== '' && (await context.metas.read(project)) === undefined)
    throw new Refusal(404, 'not_found', `project ${project} not found`)
  if (isProjectList(method, segments)) {
    const list = await context.backend.demand('GET', `${url.pathname}${url.search}`)
    const nameOf = ({ attributes }: Element) => attributes['name'] ?? ''
    return sendXml(response, await leaveOutHidden(list, nameOf, context.visitor, context.metas))
  }
  if (url.pathname === '/search/package') return searchPackages(response, url, context)
  if (room === 'person') return answerPerson(response, segments, context)
  if (url.pathname === '/search/person') return sendXml(response, searchPeople(query.get('match') ?? '', context.logins))
  if (url.pathname === '/search/request' || room === 'request') return sendXml(response, '<collection matches="0"/>')
  if (url.pathname === '/worker/status')
    return sendXml(response, (await context.backend.demand('GET', '/build/_workerstatus')).trimEnd())
  if (room === 'source' && method === 'POST' && query.get('cmd') === 'release' && project !== undefined) {
    return answerRelease(request, response, { project, name }, query, context)
  }
  if (
    room === 'published' &&
    method === 'GET' &&
    segments.length === 3 &&
    query.get('view') === 'status' &&
    project !== undefined
  ) {
    const path = `/build/${encodeURIComponent(project)}/_result?${new URLSearchParams({ repository: name ?? '', view: 'summary' }).toString()}`
    return sendXml(response, `<status code="${escapeXml(judgePublication(await context.backend.demand('GET', path)))}"/>`)
  }
  if (!passed.has(room)) throw new Refusal(404, 'not_found', `The sandbox has no ${method} ${url.pathname}`)

  passOn(
    request,
    response,
    { port: context.backendPort, path: translateTarget(method, url, context.visitor.login) },
    (status, summary) => {
      const packageName = room === 'build' ? segments[4] : room === 'source' ? name : undefined
      if (status === 404 && project !== undefined) return explainAbsence(room, project, packageName, summary, context)
      if (status === 404) return explainMissing(context.backend, undefined, packageName, summary)
      return Promise.resolve(new Refusal(status, codes[status] ?? 'backend_error', summary))
    },
  )
}

/** A front end passes 404s of builds on as its backend gave them, and shows empty folders of what is not published. */
async function explainAbsence(
  room: string,
  project: string,
  name: string | undefined,
  summary: string,
  { backend, metas }: RequestContext,
): Promise<Refusal | Instead> {
  const exists = (await metas.read(project)) !== undefined
  if (room === 'published') return { status: 200, body: '<directory/>\n' }
  if (room !== 'build' || !exists) return explainMissing(backend, project === '' ? undefined : project, name, summary)
  const text = escapeXml(summary)
  return { status: 404, body: `<status code="404">\n  <summary>${text}</summary>\n  <details>404 ${text}</details>\n</status>\n` }
}

async function putMeta(
  request: IncomingMessage,
  response: ServerResponse,
  asked: Asked,
  { metas, visitor }: RequestContext,
): Promise<void> {
  const text = await readText(request)
  const [, project = '', name = ''] = asked.segments
  if (asked.segments.length === 3) await metas.putProject(project, text, visitor, asked.query.get('force') === '1')
  else {
    if ((await metas.read(project)) === undefined) throw new Refusal(404, 'unknown_project', `Project not found: ${project}`)
    await metas.putPackage(project, name, text, visitor)
  }
  sendStatus(response, 200, 'ok', 'Ok')
}

/** The packages of a project, with their metas; the backend finds them, and what may not be seen is left out. */
async function searchPackages(response: ServerResponse, url: URL, { backend, metas, visitor }: RequestContext): Promise<void> {
  const project = /@project\s*=\s*['"]([^'"]*)['"]/.exec(url.searchParams.get('match') ?? '')?.[1]
  const meta = project === undefined ? undefined : await metas.read(project)
  if (project !== undefined && (meta === undefined || !maySee(meta, visitor)))
    return sendXml(response, '<collection matches="0"/>')
  const found = await backend.demand('GET', `${url.pathname}${url.search}`)
  sendXml(response, await leaveOutHidden(found, ({ attributes }) => attributes['project'] ?? '', visitor, metas))
}

async function changeSettings(
  request: IncomingMessage,
  response: ServerResponse,
  { releases, visitor }: RequestContext,
): Promise<void> {
  const text = await readText(request)
  if (!visitor.admin) throw refusals.command('settings')
  const { containers, project } = readSettings(text)
  releases.nameContainers(containers, project)
  sendStatus(response, 200, 'ok', 'Ok')
}

const codes: Readonly<Record<number, string>> = { 400: 'bad_request', 403: 'no_permission', 409: 'conflict', 413: 'too_large' }

function answerPerson(response: ServerResponse, segments: readonly string[], context: RequestContext): void {
  const login = segments[1] ?? ''
  if (login === '')
    return sendXml(
      response,
      `<directory>${context.logins.map((one) => `<entry name="${escapeXml(one)}"/>`).join('')}</directory>`,
    )
  if (!context.logins.includes(login)) throw new Refusal(404, 'not_found', `Couldn't find User with login = ${login}`)
  sendXml(response, renderPerson(login))
}

async function answerRelease(
  request: IncomingMessage,
  response: ServerResponse,
  source: { project: string; name: string | undefined },
  query: URLSearchParams,
  context: RequestContext,
): Promise<void> {
  request.resume()
  const get = (...names: string[]) =>
    names.map((one) => query.get(one)).find((value) => value !== null && value !== '') ?? undefined
  const wanted = {
    repository: get('repository'),
    arch: get('arch'),
    // A project's release spells them without underscores.
    targetProject: get('target_project', 'targetproject'),
    targetRepository: get('target_repository', 'targetrepository'),
    setrelease: get('setrelease'),
  }
  if (source.name !== undefined) {
    await context.releases.releasePackage(source.project, source.name, wanted, context.visitor)
    return sendStatus(response, 200, 'ok', 'Ok')
  }
  const { done } = await context.releases.releaseProject(source.project, wanted, context.visitor)
  if (query.has('nodelay')) {
    await done
    return sendStatus(response, 200, 'ok', 'Ok')
  }
  done.catch((error: unknown) => process.stderr.write(`release of ${source.project} failed: ${String(error)}\n`))
  sendStatus(response, 200, 'invoked', 'Job invoked')
}

/** Turns whatever went wrong into OBS's form of an error. */
export function sendFailure(request: IncomingMessage, response: ServerResponse, error: unknown): void {
  if (error instanceof Refusal) sendStatus(response, error.status, error.code, error.message)
  else if (error instanceof BackendError)
    sendStatus(response, error.status ?? 502, codes[error.status ?? 0] ?? 'not_found', error.summary)
  else if (error instanceof ServiceError) sendOutage(response, request.url ?? '', error)
  else sendStatus(response, 500, 'internal_error', error instanceof Error ? error.message : String(error))
}

function decodeSegment(segment: string): string {
  try {
    return decodeURIComponent(segment)
  } catch {
    throw new Refusal(400, 'bad_request', 'The path is not properly escaped')
  }
}
