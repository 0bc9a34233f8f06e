import { choice, duration, text } from '../declaration/input.js'
import { operation, output, showOutput } from '../declaration/operation.js'
import { UserError, WorkError } from '../error.js'
import type { Place } from '../github/github-api.js'
import { readPlace } from '../github/place.js'
import { openRuns, type WorkflowRun, type WorkflowRuns } from '../github/workflow-runs.js'
import { matchText } from '../glob.js'
import type { Host } from '../host/host.js'
import { formatSpan } from '../host/measure.js'

/** Finds what another workflow has done. */
export const findRun = operation({
  name: 'find-run',
  summary: 'Find the newest run of a workflow, and bring its artifact into this run.',
  inputs: {
    workflow: text({ description: 'The file of the workflow, such as build.yml.' }),
    run: text({ description: 'The number of a run, in place of `workflow`, `branch` and `conclusion`.' }),
    branch: text({
      description:
        "Only runs for this branch of the repository itself; those of pull requests never count. Default: the repository's default branch.",
    }),
    conclusion: choice(['success', 'any'], {
      default: 'success',
      description: 'Whether only runs that succeeded count, or any, whether they have ended or not.',
    }),
    within: duration('0', {
      description: 'Fail when the newest run began longer ago, or GitHub no longer starts the workflow; 0 asks for neither.',
    }),
    artifact: text({
      description:
        'Store the artifacts of that name of the found run in this run too, for inputs that take artifact:NAME; * stands for any characters.',
    }),
    repository: text({ description: 'Where the workflow is, as owner/name. Default: the repository of this run.' }),
    token: text({
      secret: true,
      actionDefault: '${{ github.token }}',
      description:
        'A token that may read runs: that of the job after `permissions: { actions: read }`. A command takes the variable GITHUB_TOKEN by default.',
    }),
  },
  outputs: {
    run: output<number>('The number of the run.'),
    url: output('Its page.'),
    sha: output('The commit that it ran for.'),
    created: output('When it began.'),
  },
  async run({ inputs, host, set }) {
    const place = readInputs(inputs, host)
    const runs = openRuns(place, host)
    const found = await search(inputs, runs, host, ({ id, url, sha, created }) => set({ run: id, url, sha, created }))
    if (inputs.artifact !== undefined) await bringArtifacts(inputs.artifact, found, place, runs, host)
  },
  report: ({ url, sha, created }) =>
    url === undefined
      ? 'No run was found.'
      : `Found ${showOutput(url)} of ${showOutput(created)}, for commit ${showOutput(sha)}.`,
})

interface Given {
  readonly workflow: string | undefined
  readonly run: string | undefined
  readonly branch: string | undefined
  readonly conclusion: 'success' | 'any'
  readonly within: number
  readonly repository: string | undefined
  readonly token: string | undefined
}

function readInputs(given: Given, host: Host): Place {
  const { place, problems } = readPlace(given, 'actions: read', host)
  const { workflow, run } = given
  const own = [
    workflow === undefined && run === undefined && 'Input `workflow` is missing: give the file of a workflow, such as build.yml.',
    workflow !== undefined && run !== undefined && 'Inputs `workflow` and `run` exclude each other.',
    workflow !== undefined &&
      !/^[\w.-]+\.ya?ml$/.test(workflow) &&
      `Input \`workflow\` must be the name of a file in .github/workflows, such as build.yml, not ${JSON.stringify(workflow)}.`,
    run !== undefined &&
      !/^[1-9]\d{0,14}$/.test(run) &&
      `Input \`run\` must be the number of a workflow run, not ${JSON.stringify(run)}.`,
  ].filter((problem) => problem !== false)
  const all = [...own, ...problems]
  if (all.length > 0) throw new UserError(all.map((message) => ({ message })))
  return place
}

/** The run that is meant; a WorkError when there is none, or it is too old. `tell` hears of it before it is judged. */
async function search(
  { workflow = '', run, branch: given, conclusion, within }: Given,
  runs: WorkflowRuns,
  host: Host,
  tell: (found: WorkflowRun) => void,
): Promise<WorkflowRun> {
  if (run !== undefined) {
    const found = await runs.run(Number(run))
    tell(found)
    return found
  }
  const { state, url } = await runs.workflow(workflow)
  const branch = given ?? (await runs.defaultBranch())
  const found = await runs.newest(workflow, branch, conclusion)
  if (found !== undefined) tell(found)
  if (state !== 'active') {
    const sentence = `GitHub does not start ${workflow} any more (${state}${state === 'disabled_inactivity' ? ': nothing happened in the repository for 60 days' : ''}); enable it at ${url}.`
    if (within > 0) throw new WorkError(sentence)
    host.log.warning(sentence)
  }
  const what = `${workflow} on ${branch}${conclusion === 'success' ? ' that succeeded' : ''}`
  if (found === undefined) throw new WorkError(`There is no run of ${what}; see ${url}.`)
  const age = host.clock.now() - Date.parse(found.created)
  if (within > 0 && age > within)
    throw new WorkError(
      `The newest run of ${what} began ${formatSpan(age)} ago, at ${found.created}, and ${formatSpan(within)} are allowed; see ${url} for why none has begun since.`,
    )
  host.log.info(`found ${found.url}, which began at ${found.created}`)
  return found
}

async function bringArtifacts(pattern: string, run: WorkflowRun, { repository, token }: Place, runs: WorkflowRuns, host: Host) {
  const all = await runs.artifacts(run.id)
  // Each attempt of a run may have made one of the name.
  const newest = new Map(all.toSorted((left, right) => left.id - right.id).map((each) => [each.name, each]))
  const wanted = [...newest.values()].filter(({ name }) => matchText(pattern, name))
  const seen = [...newest.keys()].sort().join(', ') || 'none'
  if (wanted.length === 0) throw new UserError(`No artifact of ${run.url} is named ${pattern}; there are: ${seen}.`)
  const gone = wanted.filter(({ expired }) => expired).map(({ name }) => name)
  if (gone.length > 0)
    throw new WorkError(
      `The content of ${gone.join(', ')} of ${run.url} is deleted, because artifacts are kept for a while only; run the workflow again.`,
    )
  for (const { id, name, digest } of wanted) {
    await host.artifacts.copy(name, { id, run: run.id, repository, token, digest })
    host.log.info(`brought the artifact ${name} of run ${run.id}`)
  }
}
