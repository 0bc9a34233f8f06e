import * as v from 'valibot'
import type { Host } from '../host/host.js'
import { openApi, type Place } from './github-api.js'
import type { Refusal } from './github-answer.js'

/** A run of a workflow. */
export interface WorkflowRun {
  readonly id: number
  /** Its page. */
  readonly url: string
  /** The commit that it ran for. */
  readonly sha: string
  /** When it was started first, as GitHub writes it (ISO 8601). */
  readonly created: string
  /** What started it. */
  readonly event: string
  /** Where its commit is, as `owner/name`; undefined for a repository that is deleted. */
  readonly head: string | undefined
  readonly branch: string
}

/** A workflow of a repository. */
export interface KnownWorkflow {
  /** `active`, or why GitHub starts it no longer, such as `disabled_inactivity`. */
  readonly state: string
  /** Its page. */
  readonly url: string
}

/** An artifact of a run. */
export interface RunArtifact {
  readonly id: number
  readonly name: string
  /** Whether its content is deleted. */
  readonly expired: boolean
  /** `sha256:…` of its zip archive, where GitHub says it. */
  readonly digest: string | undefined
}

/** The runs of a repository's workflows. Errors as of {@link openApi}. */
export interface WorkflowRuns {
  defaultBranch(): Promise<string>
  /** @param workflow the name of its file */
  workflow(workflow: string): Promise<KnownWorkflow>
  run(id: number): Promise<WorkflowRun>
  /** The newest run of a branch of the repository itself; undefined when there is none. */
  newest(workflow: string, branch: string, conclusion: 'success' | 'any'): Promise<WorkflowRun | undefined>
  artifacts(run: number): Promise<readonly RunArtifact[]>
}

const runShape = v.object({
  id: v.number(),
  html_url: v.string(),
  head_sha: v.string(),
  created_at: v.string(),
  event: v.string(),
  head_branch: v.nullish(v.string(), ''),
  head_repository: v.nullish(v.object({ full_name: v.string() })),
})
const runsShape = v.object({ workflow_runs: v.array(runShape) })
const workflowShape = v.object({ state: v.string(), html_url: v.string() })
const artifactShape = v.object({ id: v.number(), name: v.string(), expired: v.boolean(), digest: v.nullish(v.string()) })
const artifactsShape = v.object({ artifacts: v.array(artifactShape) })

const pageSize = 50
const mostPages = 20

/** Reads runs of workflows (REST, docs.github.com/rest/actions). */
export function openRuns(place: Place, host: Host): WorkflowRuns {
  const { get } = openApi(place, host, explainRuns)
  const root = `${place.api}/repos/${place.repository}`
  const toRun = (row: v.InferOutput<typeof runShape>): WorkflowRun => {
    const { id, html_url: url, head_sha: sha, created_at: created, event, head_branch: branch } = row
    return { id, url, sha, created, event, branch, head: row.head_repository?.full_name }
  }
  /** A fork may call a branch as we call ours, and GitHub lists the runs of its pull requests beside our own. */
  const isOwn = ({ event, head_repository: head }: v.InferOutput<typeof runShape>) =>
    !event.startsWith('pull_request') && head?.full_name.toLowerCase() === place.repository.toLowerCase()

  return {
    async defaultBranch() {
      return (await get(root, v.object({ default_branch: v.string() }))).default_branch
    },
    async workflow(workflow) {
      const { state, html_url: url } = await get(`${root}/actions/workflows/${encodeURIComponent(workflow)}`, workflowShape)
      return { state, url }
    },
    async run(id) {
      return toRun(await get(`${root}/actions/runs/${id}`, runShape))
    },
    async newest(workflow, branch, conclusion) {
      const status = conclusion === 'success' ? '&status=success' : ''
      const query = `branch=${encodeURIComponent(branch)}${status}&per_page=${pageSize}`
      for (let page = 1; page <= mostPages; page++) {
        const url = `${root}/actions/workflows/${encodeURIComponent(workflow)}/runs?${query}&page=${page}`
        const { workflow_runs: runs } = await get(url, runsShape)
        const own = runs.find(isOwn)
        if (own !== undefined) return toRun(own)
        if (runs.length < pageSize) return undefined
      }
      return undefined
    },
    async artifacts(run) {
      const found: RunArtifact[] = []
      for (let page = 1; page <= mostPages; page++) {
        const url = `${root}/actions/runs/${run}/artifacts?per_page=100&page=${page}`
        const { artifacts } = await get(url, artifactsShape)
        found.push(...artifacts.map(({ digest, ...rest }) => ({ ...rest, digest: digest ?? undefined })))
        if (artifacts.length < 100) break
      }
      return found
    },
  }
}

function explainRuns({ status, said, repository }: Refusal): string | undefined {
  const grant = 'grant the job `permissions: { actions: read }`, or give a token with that right by the input `token`'
  if (status === 403) return `GitHub does not let the token read workflow runs of ${repository} ${said}: ${grant}.`
  if (status === 404)
    return `GitHub shows the token no such workflow or run of ${repository} ${said}: give the name of a file in its .github/workflows by the input \`workflow\`, or the number of a run by \`run\`, and ${grant}.`
  return undefined
}
