import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

/** What the stand-in is asked to be. */
export interface IssuesOptions {
  /** As owner/name. Default: `owner/project`. */
  readonly repository?: string
  /** The token that may do everything. Default: `right-token`. */
  readonly token?: string
  /** 0 for any. */
  readonly port?: number
  /** Answers what is not about issues, such as a stand-in of another part; `isKnown` says whether the token is right. */
  readonly others?: (request: OtherRequest) => Reply | undefined
}

export interface OtherRequest {
  readonly method: string
  readonly url: URL
  readonly api: string
  readonly isKnown: boolean
  readonly fields: Readonly<Record<string, unknown>>
}

export interface StoredIssue {
  readonly number: number
  title: string
  body: string
  labels: string[]
  state: 'open' | 'closed'
  reason: string | null
  /** A pull request, which the API lists among issues. */
  readonly isPull: boolean
  readonly comments: string[]
}

/** What happens to the next request of a kind; `afterEffect` does what was asked before. */
export interface Fault {
  readonly method: string
  /** Part of the address; default: any. */
  readonly path?: string
  readonly afterEffect?: boolean
  /** What is answered; without it the connection breaks. */
  readonly answer?: { readonly status: number; readonly headers?: Readonly<Record<string, string>>; readonly body?: unknown }
}

/** A stand-in of GitHub's issues. */
export interface IssuesStandIn {
  /** For GITHUB_API_URL. */
  readonly api: string
  readonly repository: string
  readonly token: string
  readonly issues: StoredIssue[]
  /** Requests that arrived, such as `GET /repos/owner/project/issues?state=open`. */
  readonly requests: string[]
  readonly faults: Fault[]
  /** Whether the repository has issues, and what its token may do. */
  readonly rights: { issues: boolean; write: boolean; label: boolean }
  /** Puts an issue there as somebody else would. */
  add(issue: Partial<StoredIssue>): StoredIssue
  close(): Promise<void>
}

export interface Reply {
  readonly status: number
  readonly body: unknown
  readonly headers?: Readonly<Record<string, string>>
}

type Fields = Readonly<Record<string, unknown>>

/**
 * Starts a stand-in of GitHub's REST API on 127.0.0.1, as far as the suite uses it: list, open and change issues, list,
 * write and change comments (docs.github.com/rest/issues). It refuses what the real one refuses: a wrong token (401), a missing
 * right (403), another repository (404), a repository without issues (410), wrong fields (422). Unlike the real one it keeps
 * everything in memory, counts no requests, and knows one token.
 */
export async function startIssues(options: IssuesOptions = {}): Promise<IssuesStandIn> {
  const { repository = 'owner/project', token = 'right-token', port = 0, others } = options
  const issues: StoredIssue[] = []
  const rights = { issues: true, write: true, label: true }
  const requests: string[] = []
  const faults: Fault[] = []
  const add = (given: Partial<StoredIssue>) => {
    const standard = { title: '', body: '', labels: [], state: 'open' as const, reason: null, isPull: false, comments: [] }
    const issue: StoredIssue = { number: issues.length + 1, ...standard, ...given }
    issues.push(issue)
    return issue
  }
  const show = ({ number, isPull, comments, reason, labels, ...rest }: StoredIssue) => ({
    ...rest,
    number,
    html_url: `https://github.example/${repository}/${isPull ? 'pull' : 'issues'}/${number}`,
    state_reason: reason,
    comments: comments.length,
    labels: labels.map((name) => ({ name })),
    user: { login: 'github-actions[bot]', type: 'Bot' },
    ...(isPull ? { pull_request: { url: `${api}/repos/${repository}/pulls/${number}` } } : {}),
  })

  function answer(method: string, url: URL, headers: IncomingMessage['headers'], text: string): Reply {
    const [, kind = '', wanted = '', rest = ''] = /^(?:\/api\/v3)?\/(repos)\/([^/]+\/[^/]+)\/issues(.*)$/.exec(url.pathname) ?? []
    if (headers['user-agent'] === undefined) return refuse(403, 'Request forbidden by administrative rules.')
    const isKnown = /^(?:bearer|token) (.*)$/i.exec(headers.authorization ?? '')?.[1] === token
    const other = others?.({ method, url, api, isKnown, fields: parse(text) ?? {} })
    if (other !== undefined) return other
    if (!isKnown) return refuse(401, headers.authorization === undefined ? 'Requires authentication' : 'Bad credentials')
    if (kind === '' || wanted.toLowerCase() !== repository.toLowerCase()) return refuse(404, 'Not Found')
    if (!rights.issues) return refuse(410, 'Issues has been disabled in this repository.')
    if (method !== 'GET' && !rights.write) return refuse(403, 'Resource not accessible by integration')
    const fields = parse(text)
    if (method !== 'GET' && fields === undefined) return refuse(400, 'Problems parsing JSON')
    if (rest === '') return method === 'GET' ? list(url) : method === 'POST' ? open(fields ?? {}) : refuse(404, 'Not Found')
    const [, comment] = /^\/comments\/(\d+)$/.exec(rest) ?? []
    if (comment !== undefined) return method === 'PATCH' ? changeComment(Number(comment), fields ?? {}) : refuse(404, 'Not Found')
    const [, number, below] = /^\/(\d+)(\/comments)?$/.exec(rest) ?? []
    const issue = issues.find((each) => each.number === Number(number))
    if (issue === undefined) return refuse(404, 'Not Found')
    if (below !== undefined)
      return method === 'GET'
        ? page(
            issue.comments.map((_, index) => showComment(issue, index)),
            url,
          )
        : addComment(issue, fields ?? {})
    return method === 'PATCH' ? change(issue, fields ?? {}) : { status: 200, body: show(issue) }
  }

  function list(url: URL): Reply {
    const state = url.searchParams.get('state') ?? 'open'
    const labels = (url.searchParams.get('labels') ?? '').toLowerCase().split(',').filter(Boolean)
    const found = issues.filter(
      (issue) =>
        (state === 'all' || issue.state === state) &&
        labels.every((label) => issue.labels.some((name) => name.toLowerCase() === label)),
    )
    // Newest first unless somebody asks otherwise.
    return page((url.searchParams.get('direction') === 'asc' ? found : found.toReversed()).map(show), url)
  }

  function page(rows: readonly unknown[], url: URL): Reply {
    const size = Math.min(100, Number(url.searchParams.get('per_page') ?? 30))
    const number = Number(url.searchParams.get('page') ?? 1)
    const next = new URL(url)
    next.searchParams.set('page', String(number + 1))
    const headers = rows.length > size * number ? { link: `<${next.href}>; rel="next", <${next.href}>; rel="last"` } : {}
    return { status: 200, body: rows.slice(size * (number - 1), size * number), headers }
  }

  function open(fields: Fields): Reply {
    const { title, body = '', labels = [] } = fields
    const wrong = judgeTexts(title, body)
    if (wrong) return wrong
    if (!isTexts(labels) || labels.some((name) => name === '' || name.length > 50)) return invalid('labels', 'invalid')
    const issue = add({ title: String(title), body: String(body), labels: rights.label ? labels : [] })
    return { status: 201, body: show(issue) }
  }

  function change(issue: StoredIssue, fields: Fields): Reply {
    const { title = issue.title, body = issue.body, state = issue.state, state_reason: reason = null } = fields
    const wrong = judgeTexts(title, body)
    if (wrong) return wrong
    if (state !== 'open' && state !== 'closed') return invalid('state', 'invalid')
    if (![null, 'completed', 'not_planned', 'duplicate', 'reopened'].includes(reason as null))
      return invalid('state_reason', 'invalid') // any value
    Object.assign(issue, { title, body, state, reason: state === 'closed' ? (reason ?? 'completed') : null })
    return { status: 200, body: show(issue) }
  }

  function addComment(issue: StoredIssue, { body }: Fields): Reply {
    if (typeof body !== 'string' || body.trim() === '') return invalid('body', 'missing_field')
    if (body.length > 65536) return invalid('body', 'too_long')
    issue.comments.push(body)
    return { status: 201, body: showComment(issue, issue.comments.length - 1) }
  }

  function changeComment(id: number, { body }: Fields): Reply {
    const issue = issues.find((each) => each.number === Math.floor(id / 1000))
    const index = (id % 1000) - 1
    if (issue?.comments[index] === undefined) return refuse(404, 'Not Found')
    if (typeof body !== 'string' || body.trim() === '') return invalid('body', 'missing_field')
    if (body.length > 65536) return invalid('body', 'too_long')
    issue.comments[index] = body
    return { status: 200, body: showComment(issue, index) }
  }

  function showComment(issue: StoredIssue, index: number): object {
    const id = issue.number * 1000 + index + 1
    const kind = issue.isPull ? 'pull' : 'issues'
    const html_url = `https://github.example/${repository}/${kind}/${issue.number}#issuecomment-${id}`
    return { id, html_url, body: issue.comments[index] }
  }

  function respond(request: IncomingMessage, response: ServerResponse, text: string): void {
    const { method = 'GET', url: path = '/' } = request
    requests.push(`${method} ${path}`)
    const index = faults.findIndex((each) => each.method === method && path.includes(each.path ?? ''))
    const [fault] = index < 0 ? [] : faults.splice(index, 1)
    const reply = fault && !fault.afterEffect ? undefined : answer(method, new URL(path, api), request.headers, text)
    const given = fault ? fault.answer : reply
    if (given === undefined) return void request.socket.destroy()
    const headers = { 'content-type': 'application/json; charset=utf-8', ...given.headers }
    response
      .writeHead(given.status, headers)
      .end(typeof given.body === 'string' || Buffer.isBuffer(given.body) ? given.body : JSON.stringify(given.body ?? {}))
  }

  const server = createServer((request, response) => {
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('end', () => respond(request, response, Buffer.concat(chunks).toString('utf8')))
  })
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve))
  const api = `http://127.0.0.1:${(server.address() as AddressInfo).port}` // a TCP server that listens has one
  const close = () =>
    new Promise<void>((resolve) => {
      server.close(() => resolve())
      server.closeAllConnections()
    })
  return { api, repository, token, issues, requests, faults, rights, add, close }
}

function judgeTexts(title: unknown, body: unknown): Reply | undefined {
  if (typeof title !== 'string' || title.trim() === '') return invalid('title', 'missing_field')
  if (title.length > 256) return invalid('title', 'too_long')
  return typeof body !== 'string' || body.length > 65536 ? invalid('body', 'too_long') : undefined
}

function isTexts(value: unknown): value is string[] {
  return Array.isArray(value) && value.every((each) => typeof each === 'string')
}

function invalid(field: string, code: string): Reply {
  return { status: 422, body: { message: 'Validation Failed', errors: [{ resource: 'Issue', code, field }] } }
}

/** What GitHub answers when it does not do what was asked. */
export function refuse(status: number, message: string): Reply {
  return { status, body: { message, documentation_url: 'https://docs.github.com/rest' } }
}

function parse(text: string): Fields | undefined {
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && value !== null ? { ...value } : undefined
  } catch {
    return undefined
  }
}
