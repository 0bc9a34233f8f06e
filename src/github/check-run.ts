import * as v from 'valibot'
import type { Host } from '../host/host.js'
import { openApi, readAs, type Place } from './github-api.js'
import type { Refusal } from './github-answer.js'

/** What a commit is told to have come to. */
export interface CheckRun {
  readonly name: string
  readonly sha: string
  readonly conclusion: 'success' | 'failure' | 'cancelled'
  readonly title: string
  /** Markdown. */
  readonly summary: string
  /** The page with more. */
  readonly page: string | undefined
  /** By which it is found again when the answer is lost. */
  readonly id: string
}

const shape = v.object({ html_url: v.nullish(v.string(), ''), external_id: v.nullish(v.string(), '') })

/** Characters; GitHub takes 65535. */
const longest = 60_000

/** Writes a check run, once; resolves to its page (REST, docs.github.com/rest/checks). */
export async function writeCheckRun(check: CheckRun, place: Place, host: Host): Promise<string> {
  const { get, sendOnce } = openApi(place, host, explainChecks)
  const root = `${place.api}/repos/${place.repository}`
  const { name, sha, conclusion, title, summary, page, id } = check
  const shown = summary.length > longest ? `${summary.slice(0, longest)}\n\n…` : summary
  const content = {
    name,
    head_sha: sha,
    status: 'completed',
    conclusion,
    external_id: id,
    ...(page === undefined ? {} : { details_url: page }),
    output: { title, summary: shown },
  }
  const look = async () => {
    const url = `${root}/commits/${sha}/check-runs?check_name=${encodeURIComponent(name)}&per_page=100`
    const { check_runs: present } = await get(url, v.object({ check_runs: v.array(shape) }))
    return present.find((each) => each.external_id === id)?.html_url
  }
  return sendOnce(`${root}/check-runs`, content, ({ value }) => readAs(shape, value, root).html_url, look)
}

function explainChecks({ status, said, details, repository }: Refusal): string | undefined {
  if (status === 403 || status === 404)
    return `GitHub does not let the token write check runs of ${repository} ${said}: grant the job \`permissions: { checks: write }\`; a personal token cannot have that right.`
  if (status === 422) return `GitHub refuses the check run ${said}${details}; check the inputs \`sha\` and \`name\`.`
  return undefined
}
