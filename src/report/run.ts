import type { CellResult } from '../obs/result.js'
import type { CheckResult } from '../verify/request.js'
import { foldBuilds, listTroubledBuilds } from './builds.js'
import { renderChecks } from './checks.js'
import { count } from '../plural.js'

/** How a job of a workflow ended, in GitHub's words. */
export type JobResult = 'success' | 'failure' | 'cancelled' | 'skipped'

/** What is known of a workflow run that publishes. */
export interface RunFacts {
  readonly version: string
  readonly channel: string
  /** By the names of release.yml's jobs: plan, package, publish. */
  readonly jobs: Readonly<Record<string, JobResult>>
  /** How far the run was to go: a build alone releases nothing. */
  readonly until: 'publish' | 'build'
  /** Whether anything was released that was not there before; undefined when no release came to its end. */
  readonly changed?: boolean | undefined
  readonly results: readonly CellResult[]
  readonly report: readonly CheckResult[]
  /** The page of the run. */
  readonly run?: string | undefined
  /** Where failed builds are started again. */
  readonly rerun?: string | undefined
}

export type RunState = 'published' | 'built' | 'unsound' | 'pending' | 'failed' | 'cancelled'

/** What a run came to: a sentence, and what a person does next. */
export interface RunVerdict {
  readonly state: RunState
  readonly sentence: string
  readonly next?: string
}

/** What a state looks like. */
export const runMarks: Readonly<Record<RunState, string>> = {
  published: '✅',
  built: '✅',
  unsound: '❌',
  pending: '⏳',
  failed: '❌',
  cancelled: '⏹️',
}

/** Says what a run came to. Packages that are out although a check of them failed are no failure to publish, and worse. */
export function judgeRun(facts: RunFacts): RunVerdict {
  const { version, channel, jobs, results, report, changed } = facts
  const failed = results.filter(({ state }) => state === 'failed').length
  const pending = results.filter(({ state }) => state === 'pending').length
  const unsound = report.filter(({ passed }) => !passed).length
  const again = facts.run === undefined ? 'run it again' : `use “Re-run failed jobs” of [this run](${facts.run})`
  const not = version === '' ? 'Nothing is published' : `${version} is not published`
  if (Object.values(jobs).every((result) => result === 'success')) {
    if (facts.until === 'build')
      return {
        state: 'built',
        sentence: `${version} is built for ${channel}, and nothing was released`,
        next: 'What is published follows the list of promotions: the workflow record.yml proposes the lines of this version, and whoever merges them publishes it.',
      }
    const kept = changed === false ? ', as it was before: nothing changed on OBS' : ''
    return { state: 'published', sentence: `${version} is published in ${channel}${kept}` }
  }
  if (unsound > 0)
    return {
      state: 'unsound',
      sentence: `${version} is published in ${channel}, and ${unsound} of ${count(report.length, 'check')} failed`,
      next: `Users can see these packages already. Look at the rows below, worst first; when the download network was slow, ${again}.`,
    }
  if (failed > 0)
    return {
      state: 'failed',
      sentence: `${not}: ${failed} of ${count(results.length, 'build')} failed`,
      next: `Nothing was released. Mend the cause; then ${adviseRebuild(facts)} New sources need a new run.`,
    }
  if (pending > 0)
    return {
      state: 'pending',
      sentence: `${not} yet: ${pending} of ${count(results.length, 'build')} ${pending === 1 ? 'has' : 'have'} not ended`,
      next: `OBS builds on. Later, ${again}: it goes on waiting.`,
    }
  if (Object.values(jobs).includes('cancelled'))
    return {
      state: 'cancelled',
      sentence: `${not}: the run was cancelled`,
      next: `What OBS has by now stays. To go on, ${again}.`,
    }
  const job = Object.entries(jobs).find(([, result]) => result === 'failure')?.[0]
  return {
    state: 'failed',
    sentence: `${not}: ${reasons[job ?? ''] ?? `the job ${job ?? 'that it needs'} failed`}`,
    next: `The errors of ${facts.run === undefined ? 'this run' : `[this run](${facts.run})`} say where; when they are mended, ${job === 'plan' ? 'start a new run' : again}.`,
  }
}

/** The rebuild workflow releases what it has built, which a run that only builds must not lead to. */
function adviseRebuild({ until, rerun, version }: RunFacts): string {
  if (until === 'build') return '`obs-rebuild` restarts what failed, and “Re-run failed jobs” of this run goes on waiting.'
  return rerun === undefined
    ? '`obs-rebuild` restarts what failed, and the same run or command again waits for it, releases all of it and verifies.'
    : `[the rebuild workflow](${rerun}) with version ${version} restarts what failed and releases all of it.`
}

const reasons: Readonly<Record<string, string>> = {
  plan: 'there is no plan',
  package: 'programs could not be fetched or packed',
  publish: 'OBS did not take or release it',
}

/** What a person wants to read of a run: the verdict, what to do, and what is wrong; what went well is a line, or folded. */
export function renderRun(
  { state, sentence, next }: RunVerdict,
  results: readonly CellResult[],
  report: readonly CheckResult[],
): string {
  const isSound = report.every(({ passed }) => passed)
  const built = results.filter((each) => each.state === 'succeeded').length
  return [
    `## ${runMarks[state]} ${sentence}`,
    ...(next === undefined ? [] : [next]),
    ...(isSound ? [] : [renderChecks(report)]),
    ...listTroubledBuilds(results),
    ...(results.length > 0 ? [`${built} of ${count(results.length, 'build')} succeeded.`, foldBuilds(results)] : []),
    ...(isSound && report.length > 0 ? [renderChecks(report)] : []),
  ].join('\n\n')
}
