import { formatSpan } from '../host/measure.js'
import type { CellResult } from '../obs/result.js'
import type { Released } from '../obs/published.js'
import type { Revision } from '../obs/push.js'
import type { CheckResult } from '../verify/request.js'
import { foldBuilds, listTroubledBuilds, renderBuilds } from './builds.js'
import { renderChecks } from './checks.js'
import { listProblems } from './problems.js'
import { judgeRun, runMarks } from './run.js'
import { renderTable } from './table.js'
import type { TimedStep } from './timing.js'
import { renderContainers, renderVersions } from './versions.js'

/** What publish has to tell, as far as it came. */
export interface Publication {
  readonly version?: string
  readonly channel?: string
  readonly 'build-project'?: string
  readonly 'publish-project'?: string
  readonly changed?: boolean
  readonly revisions?: Readonly<Record<string, Pick<Revision, 'changed'>>>
  readonly results?: readonly CellResult[]
  readonly released?: Readonly<Record<string, Omit<Released, 'package' | 'files'> & { readonly url?: string }>>
  readonly report?: readonly CheckResult[]
  readonly steps?: readonly TimedStep[]
}

/** What a person wants to read after publish: the verdict and what to do, what is out now, and what is wrong; the rest in a line, or folded. */
export function renderPublication(outputs: Publication, problems: readonly string[] = []): string {
  const { results = [], released = {}, report, steps = [] } = outputs
  const { mark, sentence, next, isKnown } = judge(outputs)
  const isBuilt = results.every(({ state }) => state === 'succeeded')
  const rows = Object.entries(released).map(([name, each]) => [
    name,
    renderVersions(each.versions),
    renderContainers(each),
    each.changed ? 'released' : 'was there already',
  ])
  return [
    `## ${mark} ${sentence}`,
    // The cause is told where nothing below would tell it.
    ...(isKnown || problems.length === 0 ? [] : [listProblems(problems)]),
    ...(next === undefined ? [] : [next]),
    ...(report === undefined || report.every(({ passed }) => passed) ? [] : [renderChecks(report)]),
    ...(isBuilt ? [] : [...listTroubledBuilds(results), foldBuilds(results)]),
    ...(isBuilt && results.length > 0 ? [renderBuilds(results)] : []),
    ...(rows.length > 0
      ? [`Published from ${outputs['publish-project']}:`, renderTable(['Package', 'Versions', 'Container', ''], rows)]
      : []),
    ...(report?.every(({ passed }) => passed) === true ? [renderChecks(report)] : []),
    ...(steps.length > 0
      ? [`Time: ${steps.map(({ name, milliseconds }) => `${name} ${formatSpan(milliseconds)}`).join(', ')}.`]
      : []),
  ].join('\n\n')
}

/** What the run came to, as far as its outputs tell. */
function judge({
  version = '',
  channel = '',
  changed,
  revisions = {},
  results = [],
  released,
  report = [],
  steps = [],
}: Publication) {
  const isSound = report.length > 0 && report.every(({ passed }) => passed)
  const isUntouched = changed === false && Object.values(revisions).every((revision) => !revision.changed)
  const jobs = { publish: isSound ? 'success' : 'failure' } as const
  const { state, sentence, next } = judgeRun({ version, channel, jobs, until: 'publish', results, report, changed: !isUntouched })
  const mark = runMarks[state]
  const isKnown = isSound || report.length > 0 || results.some(({ state }) => state === 'failed' || state === 'pending')
  if (isKnown) return { mark, sentence, next, isKnown }
  const last = steps.at(-1)?.name
  const end = last === undefined ? 'no step was begun' : `the step ${last} did not come to its end`
  if (released === undefined)
    return { mark, sentence: `${version === '' ? 'Nothing is' : `${version} is not`} published: ${end}`, next, isKnown }
  return { mark, sentence: `${version} is released to ${channel}, and is not verified: ${end}`, next, isKnown }
}
