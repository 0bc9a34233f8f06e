import type { IncomingMessage, ServerResponse } from 'node:http'
import { BackendError, type Backend } from '../backend.js'
import { escapeXml } from '../../xml.js'
import { Refusal, sendStatus, sendXml } from './answer.js'
import { renderPerson, searchPeople } from './people.js'
import { explainMissing } from './backend-project.js'
import { passOn, translateTarget } from './proxy.js'
import { judgePublication } from './publish-state.js'
import type { Releases } from './releases.js'

/** What the backend may be asked through the gateway; everything else of it is for daemons only. */
const passed = new Set(['source', 'build', 'published', 'search', 'configuration', 'lastevents', 'lastnotifications'])

export interface RequestContext {
  readonly backend: Backend
  readonly backendPort: number
  readonly releases: Releases
  readonly logins: readonly string[]
  readonly user: string
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
    { port: context.backendPort, path: translateTarget(method, url, context.user) },
    (status, summary) => {
      const packageName = room === 'build' ? segments[4] : room === 'source' ? name : undefined
      if (status === 404) return explainMissing(context.backend, project === '' ? undefined : project, packageName, summary)
      return Promise.resolve(new Refusal(status, codes[status] ?? 'backend_error', summary))
    },
  )
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
    await context.releases.releasePackage(source.project, source.name, wanted, context.user)
    return sendStatus(response, 200, 'ok', 'Ok')
  }
  const { done } = await context.releases.releaseProject(source.project, wanted, context.user)
  if (query.has('nodelay')) {
    await done
    return sendStatus(response, 200, 'ok', 'Ok')
  }
  done.catch((error: unknown) => process.stderr.write(`release of ${source.project} failed: ${String(error)}\n`))
  sendStatus(response, 200, 'invoked', 'Job invoked')
}

/** Turns whatever went wrong into OBS's form of an error. */
export function sendFailure(response: ServerResponse, error: unknown): void {
  if (error instanceof Refusal) sendStatus(response, error.status, error.code, error.message)
  else if (error instanceof BackendError)
    sendStatus(response, error.status ?? 502, codes[error.status ?? 0] ?? 'not_found', error.summary)
  else sendStatus(response, 500, 'internal_error', error instanceof Error ? error.message : String(error))
}

function decodeSegment(segment: string): string {
  try {
    return decodeURIComponent(segment)
  } catch {
    throw new Refusal(400, 'bad_request', 'The path is not properly escaped')
  }
}
