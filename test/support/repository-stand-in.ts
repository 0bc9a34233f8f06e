import { createHash } from 'node:crypto'
import { refuse, startIssues, type IssuesOptions, type IssuesStandIn, type OtherRequest, type Reply } from './issues-stand-in.js'

export interface StoredProposal {
  readonly number: number
  state: 'open' | 'closed'
  title: string
  body: string
  readonly head: string
  readonly base: string
}

/** A stand-in of a repository on GitHub: its branches with their files, its pull requests and its issues. */
export interface RepositoryStandIn extends IssuesStandIn {
  /** The content of files by path, of each branch. */
  readonly branches: Map<string, Map<string, Buffer>>
  readonly proposals: StoredProposal[]
  /** What the token may do, and whether workflows may open pull requests. */
  readonly grants: { contents: boolean; pulls: boolean; workflows: boolean }
}

/**
 * Starts a stand-in of GitHub's REST API on 127.0.0.1, as far as the suite proposes changes: the repository, git/ref and
 * git/refs, contents, pulls (docs.github.com/rest). Everything else is that of {@link startIssues}; a pull request takes
 * comments as an issue does. It refuses what the real one refuses: missing rights (403), an unknown branch or file (404), a
 * file that is another by now (409), a branch or pull request that is there already (422). Unlike the real one it has no commits: every branch begins as main is now.
 */
export async function startRepository(options: IssuesOptions = {}): Promise<RepositoryStandIn> {
  const { repository = 'owner/project' } = options
  const branches = new Map([['main', new Map<string, Buffer>()]])
  const proposals: StoredProposal[] = []
  const grants = { contents: true, pulls: true, workflows: true }

  function others({ method, url, isKnown, fields }: OtherRequest): Reply | undefined {
    const [, wanted = '', rest] = /^\/repos\/([^/]+\/[^/]+)(|\/(?:git|contents|pulls)\b.*)$/.exec(url.pathname) ?? []
    if (rest === undefined || !isKnown || wanted.toLowerCase() !== repository.toLowerCase()) return undefined
    if (rest === '') return { status: 200, body: { full_name: repository, default_branch: 'main' } }
    if (rest.startsWith('/pulls')) return answerPulls(method, rest.slice('/pulls'.length), url, fields)
    if (method !== 'GET' && !grants.contents) return refuse(403, 'Resource not accessible by integration')
    if (rest === '/git/refs' && method === 'POST') return makeBranch(fields)
    const branch = /^\/git\/ref\/heads\/(.+)$/.exec(rest)?.[1]
    if (branch !== undefined) return branches.has(branch) ? show(branch) : refuse(404, 'Not Found')
    const path = /^\/contents\/(.+)$/.exec(rest)?.[1]
    return path === undefined ? refuse(404, 'Not Found') : answerContents(method, decodeURIComponent(path), url, fields)
  }

  function show(branch: string, status = 200): Reply {
    const sha = digest(
      JSON.stringify([...(branches.get(branch) ?? [])].map(([path, content]) => [path, content.toString('base64')])),
    )
    return { status, body: { ref: `refs/heads/${branch}`, object: { sha, type: 'commit' } } }
  }

  function makeBranch({ ref, sha }: Readonly<Record<string, unknown>>): Reply {
    const name = /^refs\/heads\/(.+)$/.exec(String(ref))?.[1]
    if (name === undefined || !/^[0-9a-f]{40}$/.test(textOf(sha))) return refuse(422, 'Object does not exist')
    if (branches.has(name)) return refuse(422, 'Reference already exists')
    branches.set(name, new Map(branches.get('main')))
    return show(name, 201)
  }

  function answerContents(method: string, path: string, url: URL, fields: Readonly<Record<string, unknown>>): Reply {
    const branch = method === 'GET' ? (url.searchParams.get('ref') ?? 'main') : textOf(fields['branch'] ?? 'main')
    const files = branches.get(branch)
    if (files === undefined) return refuse(404, `Branch ${branch} not found`)
    const known = files.get(path)
    if (method === 'GET')
      return known === undefined
        ? refuse(404, 'Not Found')
        : {
            status: 200,
            body: { type: 'file', path, encoding: 'base64', sha: blob(known), content: wrap(known.toString('base64')) },
          }
    const { message, content, sha } = fields
    if (typeof message !== 'string' || typeof content !== 'string') return refuse(422, 'Invalid request.')
    if (known !== undefined && sha === undefined) return refuse(422, 'Invalid request.\n\n"sha" wasn\'t supplied.')
    if (known !== undefined && sha !== blob(known)) return refuse(409, `${path} does not match ${String(sha)}`)
    files.set(path, Buffer.from(content, 'base64'))
    return { status: known === undefined ? 201 : 200, body: { content: { path }, commit: { message } } }
  }

  function answerPulls(method: string, rest: string, url: URL, fields: Readonly<Record<string, unknown>>): Reply {
    if (!grants.pulls) return refuse(403, 'Resource not accessible by integration')
    if (method === 'GET') {
      const base = url.searchParams.get('base')
      const found = proposals.filter((each) => each.state === 'open' && (base === null || each.base === base))
      return { status: 200, body: found.map(showProposal) }
    }
    const { title, body, head, base } = fields as Readonly<Record<string, string>> // checked below
    const known = proposals.find((each) => `/${each.number}` === rest)
    if (method === 'PATCH') {
      if (known === undefined) return refuse(404, 'Not Found')
      Object.assign(known, { ...(title === undefined ? {} : { title }), ...(body === undefined ? {} : { body }) })
      return { status: 200, body: showProposal(known) }
    }
    if (!grants.workflows) return refuse(403, 'GitHub Actions is not permitted to create or approve pull requests.')
    if (title === undefined || head === undefined || base === undefined || !branches.has(head) || !branches.has(base))
      return refuse(422, 'Validation Failed')
    if (proposals.some((each) => each.state === 'open' && each.head === head && each.base === base))
      return refuse(422, 'Validation Failed')
    const { number } = server.add({ isPull: true, title, body: body ?? '' })
    const made: StoredProposal = { number, state: 'open', title, body: body ?? '', head, base }
    proposals.push(made)
    return { status: 201, body: showProposal(made) }
  }

  function showProposal({ number, state, title, body, head, base }: StoredProposal): object {
    const repo = { full_name: repository }
    const html_url = `https://github.example/${repository}/pull/${number}`
    return { number, state, title, body, html_url, head: { ref: head, sha: digest(head), repo }, base: { ref: base, repo } }
  }

  const server = await startIssues({ ...options, others })
  return { ...server, branches, proposals, grants }
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : ''
}

function digest(text: string | Buffer): string {
  return createHash('sha1').update(text).digest('hex')
}

/** As git names the content of a file. */
function blob(content: Buffer): string {
  return digest(Buffer.concat([Buffer.from(`blob ${content.length}\0`), content]))
}

/** As GitHub sends it: in lines. */
function wrap(text: string): string {
  return text.replace(/.{60}/g, '$&\n')
}
