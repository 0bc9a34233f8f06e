import { choice, duration } from '../declaration/input.js'
import { operation } from '../declaration/operation.js'
import { ServiceError, WorkError } from '../error.js'
import type { Host } from '../host/host.js'
import { findCause, readLogTail } from '../obs/build-log.js'
import { observer, type Observe } from '../obs/observe.js'
import { openOsc, type Osc } from '../obs/osc.js'
import type { Revision } from '../obs/push.js'
import { nameCell, type CellResult } from '../obs/result.js'
import { waitForCells, type Verdict } from '../obs/wait.js'
import type { Cell } from '../plan/planner.js'
import { pollInterval, revisionsInput, targetInputs } from '../declaration/common.js'
import { renderResults } from '../report/builds.js'
import { resolveRevisions, resolveTarget } from '../project/planning.js'

export const buildTimeout = duration('5h30m', { description: 'Give up and fail after this time; a later run goes on waiting.' })

export const waitOutputs = {
  state: 'succeeded, failed, or pending when the time ran out first.',
  results: 'A row for each cell, as JSON: package, builder, architecture, state, code, reason, link.',
  failed: 'The cells that failed, as JSON; the input `cells` of obs-rebuild takes them.',
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
    const osc = openOsc(host)
    const target = await resolveTarget(inputs, host)
    const revisions = await resolveRevisions(target, inputs.revisions, osc)
    const cells = await target.cells(osc)
    const verdict = await awaitBuilds(
      { project: target.project, cells, revisions, timeout: inputs.timeout, interval: inputs['poll-interval'] },
      osc,
      host,
    )
    set(describeVerdict(verdict))
    requireBuilt(target.project, verdict)
  },
  report: (outputs) => ['### Builds', '', renderResults((outputs.results ?? []) as readonly CellResult[])].join('\n'), // run set it
})

export interface WaitRequest {
  readonly project: string
  readonly cells: readonly Cell[]
  readonly revisions: readonly Revision[]
  readonly timeout: number
  readonly interval: number
  /** How to look at the cells; by default anew. */
  readonly observe?: Observe
}

/** Waits, and finds out from the build logs why cells failed. */
export async function awaitBuilds(request: WaitRequest, osc: Osc, host: Host): Promise<Verdict> {
  const observe = request.observe ?? observer(request.project, request.cells, request.revisions, osc)
  const verdict = await waitForCells(observe, request, host.clock, host.log)
  const explained: CellResult[] = []
  for (const cell of verdict.cells)
    explained.push(cell.code === 'failed' ? await explain(request.project, cell, osc, host) : cell)
  return { ...verdict, cells: explained }
}

async function explain(project: string, cell: CellResult, osc: Osc, host: Host): Promise<CellResult> {
  const lines = await readLogTail(project, cell, osc)
  await host.log.group(`The end of the build log of ${nameCell(cell)}`, async () => {
    for (const line of lines.slice(-25)) host.log.info(line)
    return Promise.resolve()
  })
  return { ...cell, reason: findCause(lines) ?? cell.reason }
}

export function describeVerdict({ state, cells }: Verdict) {
  const failed = cells.filter((cell) => cell.state === 'failed')
  return {
    state,
    results: cells,
    failed: failed.map(({ package: name, builder, architecture }) => ({ package: name, builder, architecture })),
  }
}

/** Throws what a verdict means for the run: a WorkError for failed builds, a ServiceError when they are not done. */
export function requireBuilt(project: string, { state, cells }: Verdict): void {
  if (state === 'succeeded') return
  const list = (wanted: CellResult['state']) =>
    cells
      .filter((cell) => cell.state === wanted)
      .map((cell) => `${nameCell(cell)} (${[cell.code, cell.reason].filter((part) => part !== '').join(': ')})`)
  if (state === 'failed') {
    throw new WorkError(
      `${list('failed').length} of ${cells.length} builds in ${project} failed: ${list('failed').join('; ')}. Nothing was released; obs-rebuild restarts them.`,
    )
  }
  throw new ServiceError({
    url: `/build/${project}`,
    reason: `not every build ended in time: ${list('pending').join('; ')}`,
    hint: 'run it again to go on waiting',
  })
}
