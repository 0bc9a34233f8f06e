import { pollInterval, revisionsInput, targetInputs } from '../declaration/common.js'
import { choice, duration } from '../declaration/input.js'
import { operation, output } from '../declaration/operation.js'
import { openOsc } from '../obs/osc.js'
import type { CellResult, CellState } from '../obs/result.js'
import { resolveRevisions, resolveTarget } from '../obs/target.js'
import { awaitBuilds, requireBuilt, type WaitResult } from '../obs/wait.js'
import type { Cell } from '../plan/plan.js'
import { resolvePlan } from '../project/planning.js'
import { renderBuilds } from '../report/builds.js'

export const buildTimeout = duration('5h30m', { description: 'Give up and fail after this time; a later run goes on waiting.' })

export const waitOutputs = {
  state: output<CellState>('succeeded, failed, or pending when the time ran out first.'),
  results: output<readonly CellResult[]>(
    'A row for each cell, as JSON: package, builder, architecture, state, code, reason, link.',
  ),
  failed: output<readonly Cell[]>('The cells that failed, as JSON; the input `cells` of obs-rebuild takes them.'),
} as const

/** Waits for builds. */
export const obsWait = operation({
  name: 'obs-wait',
  summary: 'Wait until OBS has built the pushed revisions on every architecture.',
  inputs: {
    ...targetInputs,
    revisions: revisionsInput,
    timeout: buildTimeout,
    'poll-interval': pollInterval,
    events: choice(['none'], { default: 'none', description: 'What besides polling wakes the wait up; so far nothing.' }),
  },
  outputs: waitOutputs,
  async run({ inputs, host, set }) {
    const target = await resolveTarget(inputs, () => resolvePlan(inputs, host))
    const osc = openOsc(host, target)
    const revisions = await resolveRevisions(target, inputs.revisions, osc)
    const cells = await target.cells(osc)
    const { project } = target
    const limits = { timeout: inputs.timeout, interval: inputs['poll-interval'] }
    const result = await awaitBuilds({ project, cells, revisions, ...limits }, osc, host)
    set(describeWait(result))
    requireBuilt(project, result)
  },
  report: ({ results = [] }) => ['### Builds', '', renderBuilds(results)].join('\n'),
})

/** The outputs that the end of a wait becomes. */
export function describeWait({ state, cells }: WaitResult) {
  const failed = cells.filter((cell) => cell.state === 'failed')
  return {
    state,
    results: cells,
    failed: failed.map(({ package: name, builder, architecture }) => ({ package: name, builder, architecture })),
  }
}
