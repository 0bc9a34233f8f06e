import { boolean, text } from '../declaration/input.js'
import { operation, output, showOutput } from '../declaration/operation.js'
import { UserError, WorkError } from '../error.js'
import type { Place } from '../github/github-api.js'
import { readPlace } from '../github/place.js'
import { findPullRequests, type PullRequest } from '../github/pull-requests.js'
import { openRuns, type WorkflowRun, type WorkflowRuns } from '../github/workflow-runs.js'
import type { Host } from '../host/host.js'
import type { Plan } from '../plan/plan.js'
import { judgePullRequest } from '../plan/pull-request.js'
import { checkForeignPlan, checkForeignSources } from '../project/foreign-sources.js'
import { openPlan } from '../project/plan-file.js'
import { quoteCell } from '../report/markdown.js'

const planArtifact = 'pull-request-plan'
const sourcesPrefix = 'pull-request-sources-'

/** Takes what a run without rights has made of a pull request, as data. */
export const acceptPullRequest = operation({
  name: 'accept-pull-request',
  summary: 'Take plan and sources of a pull request from the run that made them, if they may be built and it is still open.',
  inputs: {
    run: text({ required: true, description: 'The number of the run that made them: github.event.workflow_run.id.' }),
    project: text({
      required: true,
      description: 'The build project of the config; a pull request is built in PROJECT:pr:NUMBER and nowhere else.',
    }),
    apiurl: text({
      default: 'https://api.opensuse.org',
      description: 'The API of the OBS instance; a plan for another is refused.',
    }),
    bring: boolean({
      default: 'true',
      description:
        'Whether the artifacts are brought into this run; else they are there, and a pull request that is closed or has newer commits by now is an error.',
    }),
    repository: text({ description: 'Where the pull request is, as owner/name. Default: the repository of this run.' }),
    token: text({
      secret: true,
      actionDefault: '${{ github.token }}',
      description:
        'A token that may read runs and pull requests: that of the job after `permissions: { actions: read, pull-requests: read }`.',
    }),
  },
  outputs: {
    accepted: output<boolean>('Whether it is built: false when it is closed or has newer commits.'),
    number: output<number>('The number of the pull request.'),
    url: output('Its page.'),
    sha: output('The commit.'),
    project: output('The OBS project that builds it.'),
    plan: output<Plan>('The plan.'),
  },
  async run({ inputs, host, set }) {
    const { place, problems } = readPlace(inputs, 'actions: read, pull-requests: read', host)
    if (!/^[1-9]\d{0,14}$/.test(inputs.run))
      problems.unshift(`Input \`run\` must be the number of a workflow run, not ${JSON.stringify(inputs.run)}.`)
    if (problems.length > 0) throw new UserError(problems.map((message) => ({ message })))
    const runs = openRuns(place, host)
    const run = await runs.run(Number(inputs.run))
    if (run.event !== 'pull_request') throw new UserError(`${run.url} was started by ${run.event}, not by a pull request.`)
    const open = await findPullRequests(run, place, host)
    if (open.length === 0) {
      if (!inputs.bring)
        throw new WorkError(
          `No open pull request is at ${run.sha} any more: it was closed, or got newer commits, so nothing is built.`,
        )
      host.log.info(`no open pull request is at ${run.sha} any more: it is closed, or has newer commits`)
      return set({ accepted: false, sha: run.sha })
    }
    if (inputs.bring) await bring(planArtifact, run, place, runs, host)
    await checkForeignPlan(planArtifact, host)
    const plan = await openPlan(`artifact:${planArtifact}`, host)
    const found = choose(open, plan, inputs)
    if (inputs.bring) await bringSources(plan, run, place, runs, host)
    const { number, url } = found
    set({ accepted: true, number, url, sha: run.sha, project: plan.buildProject, plan })
  },
  report: ({ accepted, url, sha, project, plan }) => {
    if (accepted !== true || plan === undefined) return 'The pull request is closed, or has newer commits: nothing is built.'
    // What a stranger has written must not look like something else to who decides by it.
    const lines = plan.builders.map(({ name, paths, architectures }) => {
      const bases = paths.map((path) => `${path.project}/${path.repository}`)
      return `- ${[name, bases.join(', '), architectures.join(', ')].map(quoteCell).join(': ')}`
    })
    return [
      `### ${showOutput(url)} at ${showOutput(sha)}`,
      '',
      `Would be built in ${showOutput(project)}, by what the pull request says itself: its spec and scripts run on OBS, on these bases.`,
      '',
      ...lines,
    ].join('\n')
  },
})

/** The pull request that a plan is of, among those that GitHub says are at its commit. */
function choose(open: readonly PullRequest[], plan: Plan, { project, apiurl }: { project: string; apiurl: string }): PullRequest {
  const [first] = open
  const found = open.find(({ number }) => number === plan.pullRequest) ?? first
  if (found === undefined) throw new Error('there is no pull request to choose from')
  const problems = judgePullRequest(plan, { number: found.number, buildProject: project, apiurl })
  if (problems.length > 0)
    throw new UserError(problems.map((problem) => ({ message: `The plan of ${found.url} is not taken: ${problem}.` })))
  return found
}

async function bring(
  name: string,
  run: WorkflowRun,
  { repository, token }: Place,
  runs: WorkflowRuns,
  host: Host,
): Promise<void> {
  const artifacts = (await runs.artifacts(run.id)).filter((each) => each.name === name && !each.expired)
  const newest = artifacts.toSorted((left, right) => right.id - left.id)[0]
  if (newest === undefined) throw new UserError(`${run.url} has no artifact ${name}; let it run again.`)
  await host.artifacts.copy(name, { id: newest.id, run: run.id, repository, token, digest: newest.digest })
}

async function bringSources({ packages }: Plan, run: WorkflowRun, place: Place, runs: WorkflowRuns, host: Host): Promise<void> {
  const artifacts = new Map(packages.map(({ name }) => [name, `${sourcesPrefix}${name}`]))
  for (const artifact of artifacts.values()) await bring(artifact, run, place, runs, host)
  await checkForeignSources(artifacts, host)
}
