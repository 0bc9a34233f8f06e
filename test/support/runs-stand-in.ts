import { refuse, startIssues, type IssuesOptions, type IssuesStandIn, type Reply } from './issues-stand-in.js'

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

/** A stand-in of GitHub's workflow runs, and of its issues. */
export interface RunsStandIn extends IssuesStandIn {
  /** The state of each workflow, by its file. */
  readonly workflows: Record<string, string>
  readonly runs: StoredRun[]
  readonly artifacts: StoredArtifact[]
  /** Whether the token may read runs. */
  readonly reading: { allowed: boolean }
}

/**
 * Starts a stand-in of GitHub's REST API on 127.0.0.1, as far as the suite reads what workflows did: the repository, its
 * workflows, their runs, newest first, and their artifacts with the redirect to where the content is (docs.github.com/rest).
 * Everything else is that of {@link startIssues}. Unlike the real one it filters by branch and status alone.
 */
export async function startRuns(options: IssuesOptions = {}): Promise<RunsStandIn> {
  const { repository = 'owner/project' } = options
  const workflows: Record<string, string> = {}
  const runs: StoredRun[] = []
  const artifacts: StoredArtifact[] = []
  const reading = { allowed: true }

  function others(url: URL, api: string, isKnown: boolean): Reply | undefined {
    const blob = /^\/blob\/(\d+)$/.exec(url.pathname)?.[1]
    if (blob !== undefined) return answerBlob(Number(blob))
    const [, wanted = '', rest] = /^\/repos\/([^/]+\/[^/]+)(|\/actions\/.*)$/.exec(url.pathname) ?? []
    if (rest === undefined || !isKnown || wanted.toLowerCase() !== repository.toLowerCase()) return undefined
    if (rest === '') return { status: 200, body: { full_name: repository, default_branch: 'main' } }
    if (!reading.allowed) return refuse(403, 'Resource not accessible by integration')
    return answerActions(rest.slice('/actions/'.length), url, api) ?? refuse(404, 'Not Found')
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
  return { ...issues, workflows, runs, artifacts, reading }
}
