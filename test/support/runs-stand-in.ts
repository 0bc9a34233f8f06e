import { refuse, startIssues, type IssuesOptions, type IssuesStandIn, type OtherRequest, type Reply } from './issues-stand-in.js'

export interface StoredRun {
  readonly id: number
  /** The file of its workflow. */
  readonly workflow: string
  readonly branch: string
  readonly sha: string
  readonly created: string
  readonly event: string
  readonly status: string
  readonly conclusion: string | null
  /** Where its commit is; null for a fork that is deleted. */
  readonly head: string | null
}

export interface StoredArtifact {
  readonly id: number
  readonly run: number
  readonly name: string
  readonly expired: boolean
  readonly digest: string | null
  /** The zip archive. */
  readonly content: Buffer
}

export interface StoredPull {
  readonly number: number
  readonly state: 'open' | 'closed'
  readonly sha: string
  /** Where its commits are, and on which branch. */
  readonly head: string
  readonly branch: string
}

/** A stand-in of GitHub's workflow runs, pull requests and check runs, and of its issues. */
export interface RunsStandIn extends IssuesStandIn {
  /** The state of each workflow, by its file. */
  readonly workflows: Record<string, string>
  readonly runs: StoredRun[]
  readonly artifacts: StoredArtifact[]
  readonly pulls: StoredPull[]
  /** What was told of commits, as it was sent. */
  readonly checks: Readonly<Record<string, unknown>>[]
  /** Whether the token may read runs and write checks. */
  readonly reading: { allowed: boolean }
}

/**
 * Starts a stand-in of GitHub's REST API on 127.0.0.1, as far as the suite reads what workflows did: the repository, its
 * workflows, their runs, newest first, and their artifacts with the redirect to where the content is; its pull requests; and as
 * far as it writes check runs (docs.github.com/rest).
 * Everything else is that of {@link startIssues}. Unlike the real one it filters by branch and status alone.
 */
export async function startRuns(options: IssuesOptions = {}): Promise<RunsStandIn> {
  const { repository = 'owner/project' } = options
  const workflows: Record<string, string> = {}
  const runs: StoredRun[] = []
  const artifacts: StoredArtifact[] = []
  const pulls: StoredPull[] = []
  const checks: Readonly<Record<string, unknown>>[] = []
  const reading = { allowed: true }

  function others({ method, url, api, isKnown, fields }: OtherRequest): Reply | undefined {
    const blob = /^\/blob\/(\d+)$/.exec(url.pathname)?.[1]
    if (blob !== undefined) return answerBlob(Number(blob))
    const [, wanted = '', rest] =
      /^\/repos\/([^/]+\/[^/]+)(|\/(?:actions|pulls|check-runs|commits)\b.*)$/.exec(url.pathname) ?? []
    if (rest === undefined || !isKnown || wanted.toLowerCase() !== repository.toLowerCase()) return undefined
    if (rest === '') return { status: 200, body: { full_name: repository, default_branch: 'main' } }
    if (!reading.allowed) return refuse(403, 'Resource not accessible by integration')
    if (rest === '/pulls') return { status: 200, body: listPulls(url) }
    if (!rest.startsWith('/actions/')) return answerChecks(method, rest, url, fields)
    return answerActions(rest.slice('/actions/'.length), url, api) ?? refuse(404, 'Not Found')
  }

  function listPulls(url: URL): readonly object[] {
    const [owner = '', branch = ''] = (url.searchParams.get('head') ?? '').split(/:(.*)/)
    return pulls
      .filter((each) => each.state === (url.searchParams.get('state') ?? 'open'))
      .filter((each) => each.branch === branch && each.head.startsWith(`${owner}/`))
      .map(({ number, sha, head }) => ({
        number,
        html_url: `https://github.example/${repository}/pull/${number}`,
        head: { sha, repo: { full_name: head } },
      }))
  }

  function answerChecks(method: string, path: string, url: URL, fields: OtherRequest['fields']): Reply | undefined {
    const page = 'https://github.example/checks/1'
    if (method === 'POST' && path === '/check-runs') {
      checks.push(fields)
      return { status: 201, body: { id: checks.length, html_url: page, external_id: fields['external_id'] } }
    }
    const sha = /^\/commits\/([^/]+)\/check-runs$/.exec(path)?.[1]
    if (sha === undefined) return undefined
    const found = checks.filter((each) => each['head_sha'] === sha && each['name'] === url.searchParams.get('check_name'))
    return { status: 200, body: { check_runs: found.map((each) => ({ external_id: each['external_id'], html_url: page })) } }
  }

  function answerBlob(id: number): Reply {
    const found = artifacts.find((each) => each.id === id)
    return found === undefined
      ? refuse(404, 'Not Found')
      : { status: 200, headers: { 'content-type': 'application/zip' }, body: found.content }
  }

  function answerActions(path: string, url: URL, api: string): Reply | undefined {
    const [kind, name = '', part] = path.split('/')
    const page = <T>(rows: readonly T[]) => {
      const size = Math.min(100, Number(url.searchParams.get('per_page') ?? 30))
      const first = size * (Number(url.searchParams.get('page') ?? 1) - 1)
      return rows.slice(first, first + size)
    }
    if (kind === 'workflows') {
      const state = workflows[name]
      if (state === undefined) return undefined
      if (part === undefined)
        return { status: 200, body: { state, html_url: `https://github.example/${repository}/actions/workflows/${name}` } }
      const [branch, status] = ['branch', 'status'].map((each) => url.searchParams.get(each))
      const found = runs
        .filter((each) => each.workflow === name)
        .filter((each) => branch === null || each.branch === branch)
        .filter((each) => status === null || each.conclusion === status || each.status === status)
        .toSorted((left, right) => (left.created < right.created ? 1 : -1))
      return { status: 200, body: { total_count: found.length, workflow_runs: page(found).map(show) } }
    }
    if (kind === 'runs') {
      const run = runs.find((each) => each.id === Number(name))
      if (run === undefined) return undefined
      if (part === undefined) return { status: 200, body: show(run) }
      const own = artifacts.filter((each) => each.run === run.id)
      return { status: 200, body: { total_count: own.length, artifacts: page(own).map(showArtifact) } }
    }
    if (kind !== 'artifacts' || part !== 'zip') return undefined
    const found = artifacts.find((each) => each.id === Number(name))
    if (found === undefined) return undefined
    return found.expired ? refuse(410, 'Gone') : { status: 302, headers: { location: `${api}/blob/${found.id}` }, body: '' }
  }

  const show = ({ id, branch, sha, created, head, ...rest }: StoredRun) => ({
    id,
    ...rest,
    head_branch: branch,
    head_sha: sha,
    created_at: created,
    html_url: `https://github.example/${repository}/actions/runs/${id}`,
    head_repository: head === null ? null : { full_name: head },
  })
  const showArtifact = ({ id, name, expired, digest, content }: StoredArtifact) => ({
    id,
    name,
    expired,
    digest,
    size_in_bytes: content.length,
  })

  const issues = await startIssues({ ...options, others })
  return { ...issues, workflows, runs, artifacts, pulls, checks, reading }
}
