import { artifactInput, narrowingInputs, pollInterval, targetInputs } from '../declaration/common.js'
import { revisionsInput } from '../declaration/json-inputs.js'
import { duration, text } from '../declaration/input.js'
import { operation, output } from '../declaration/operation.js'
import { openEvents } from '../obs/amqp.js'
import { openOsc } from '../obs/osc.js'
import type { CellResult } from '../obs/result.js'
import { resolveRevisions, resolveTarget } from '../obs/target.js'
import { awaitBuilds, requireBuilt, type WaitResult } from '../obs/wait.js'
import type { Cell } from '../plan/plan.js'
import { resolvePlan } from '../project/planning.js'
import { uploadRows } from '../project/row-file.js'
import { renderWait } from '../report/builds.js'

export const buildTimeout = duration('5h30m', { description: 'Give up and fail after this time; a later run goes on waiting.' })

export const slowAfter = duration('30m', {
  description: 'Tell after this time, and each time as much has passed, which builds are slow and why.',
})

export const eventsInput = text({
  default: 'none',
  description:
    'What besides the interval wakes a wait: none, amqp for the broker of build.opensuse.org, or the amqp(s) URL of another. Events only make waits shorter.',
})

export const waitOutputs = {
  state: output<WaitResult['state']>('succeeded, failed, or pending when the time ran out first.'),
  results: output<readonly CellResult[]>(
    'A row for each cell, as JSON: package, builder, architecture, state (succeeded, failed, pending; skipped for what OBS is told not to build, without a config), code, reason, link, url.',
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
    ...narrowingInputs,
    timeout: buildTimeout,
    'slow-after': slowAfter,
    'poll-interval': pollInterval,
    events: eventsInput,
    artifact: artifactInput('Upload the output `results` under this name, for report-run and report-issue in other jobs.'),
  },
  outputs: waitOutputs,
  resumption: 'OBS builds on, and the same command goes on waiting',
  async run({ inputs, host, set }) {
    const target = await resolveTarget(inputs, () => resolvePlan(inputs, host))
    const osc = openOsc(host, { apiurl: target.apiurl, timeout: inputs['request-timeout'] })
    const revisions = await resolveRevisions(target, inputs.revisions, osc)
    const cells = await target.cells(osc)
    const limits = { timeout: inputs.timeout, interval: inputs['poll-interval'], slowAfter: inputs['slow-after'] }
    const request = { ...target, cells, revisions, planned: target.plan !== undefined, ...limits }
    const events = openEvents(inputs.events, target.apiurl, [target.project], host)
    const result = await awaitBuilds({ ...request, events }, osc, host).finally(() => events.close())
    set(describeWait(result))
    if (inputs.artifact !== undefined) await uploadRows(inputs.artifact, result.cells, host)
    requireBuilt(target.project, result)
  },
  report: ({ results = [] }) => renderWait(results),
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
