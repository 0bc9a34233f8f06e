import * as v from 'valibot'
import type { Host } from '../host/host.js'
import { openApi, type Place } from './github-api.js'
import type { Refusal } from './github-answer.js'
import type { WorkflowRun } from './workflow-runs.js'

/** An open pull request. */
export interface PullRequest {
  readonly number: number
  /** Its page. */
  readonly url: string
}

const shape = v.object({
  number: v.number(),
  html_url: v.string(),
  head: v.object({ sha: v.string(), repo: v.nullish(v.object({ full_name: v.string() })) }),
})

/** The open pull requests whose newest commit is the one that a run was for (REST, docs.github.com/rest/pulls). */
export async function findPullRequests(
  { sha, head, branch }: WorkflowRun,
  place: Place,
  host: Host,
): Promise<readonly PullRequest[]> {
  if (head === undefined) return []
  const { list } = openApi(place, host, explainPulls)
  const [owner = ''] = head.split('/')
  const query = `state=open&head=${encodeURIComponent(`${owner}:${branch}`)}&per_page=100`
  const rows = await list(`${place.api}/repos/${place.repository}/pulls?${query}`, shape)
  return rows
    .filter((row) => row.head.sha === sha && row.head.repo?.full_name.toLowerCase() === head.toLowerCase())
    .map(({ number, html_url: url }) => ({ number, url }))
}

function explainPulls({ status, said, repository }: Refusal): string | undefined {
  if (status !== 403 && status !== 404) return undefined
  return `GitHub does not show the token the pull requests of ${repository} ${said}: grant the job \`permissions: { pull-requests: read }\`, or give a token with that right by the input \`token\`.`
}
