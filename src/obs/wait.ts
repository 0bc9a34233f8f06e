import { ServiceError, WorkError } from '../error.js'
import type { Clock } from '../host/clock.js'
import type { Host } from '../host/host.js'
import type { Log } from '../host/log.js'
import { formatSpan } from '../host/measure.js'
import type { Cell } from '../plan/plan.js'
import { findCause, readLogTail } from './build-log.js'
import { observer, type Observe } from './observe.js'
import type { Osc } from './osc.js'
import type { Revision } from './push.js'
import { nameCell, type CellResult, type CellState } from './result.js'

/** How a wait ended. */
export interface WaitResult {
  /** `pending` when the time ran out first. */
  readonly state: CellState
  readonly cells: readonly CellResult[]
}

export interface WaitLimits {
  /** Milliseconds until the wait is given up. */
  readonly timeout: number
  /** Milliseconds between two looks; the first looks follow each other faster. */
  readonly interval: number
}

/** Looks until every cell is final or the time has run out. A failed cell does not end the wait for the others. */
export async function waitForCells(
  observe: Observe,
  { timeout, interval }: WaitLimits,
  clock: Clock,
  log: Log,
): Promise<WaitResult> {
  const start = clock.now()
  let told = ''
  let toldAt = start
  for (let pause = Math.min(1000, interval); ; pause = Math.min(pause * 1.5, interval)) {
    const cells = await observe()
    const line = describeProgress(cells)
    if (line !== told || clock.now() - toldAt > 300_000) {
      log.info(`${formatSpan(clock.now() - start)}  ${line}`)
      told = line
      toldAt = clock.now()
    }
    const state = judgeCells(cells)
    if (state !== 'pending' || clock.now() - start + pause > timeout) return { state, cells }
    await clock.sleep(pause)
  }
}

/** The state of all cells together: pending as long as one is, then failed if one is. No cell at all is a failure. */
export function judgeCells(cells: readonly CellResult[]): CellState {
  if (cells.some(({ state }) => state === 'pending')) return 'pending'
  return cells.length === 0 || cells.some(({ state }) => state === 'failed') ? 'failed' : 'succeeded'
}

function describeProgress(cells: readonly CellResult[]): string {
  const count = (state: CellState) => cells.filter((cell) => cell.state === state).length
  const failed = cells.filter(({ state }) => state === 'failed').map(nameCell)
  const codes = new Map<string, number>()
  for (const { code, state } of cells) if (state === 'pending') codes.set(code, (codes.get(code) ?? 0) + 1)
  const pending = [...codes].map(([code, number]) => `${number} ${code}`).join(', ')
  const parts = [
    `${count('succeeded')} of ${cells.length} built`,
    pending,
    failed.length > 0 ? `failed: ${failed.join(', ')}` : '',
  ]
  return parts.filter((part) => part !== '').join('; ')
}

export interface WaitRequest extends WaitLimits {
  readonly project: string
  readonly cells: readonly Cell[]
  readonly revisions: readonly Revision[]
  /** How to look at the cells; by default anew. */
  readonly observe?: Observe
}

/** Waits, and finds out from the build logs why cells failed. */
export async function awaitBuilds(request: WaitRequest, osc: Osc, host: Host): Promise<WaitResult> {
  const observe = request.observe ?? observer(request.project, request.cells, request.revisions, osc)
  const result = await waitForCells(observe, request, host.clock, host.log)
  const explained: CellResult[] = []
  for (const cell of result.cells) explained.push(cell.code === 'failed' ? await explain(request.project, cell, osc, host) : cell)
  return { ...result, cells: explained }
}

async function explain(project: string, cell: CellResult, osc: Osc, host: Host): Promise<CellResult> {
  const lines = await readLogTail(project, cell, osc)
  await host.log.group(`The end of the build log of ${nameCell(cell)}`, async () => {
    for (const line of lines.slice(-25)) host.log.info(line)
    return Promise.resolve()
  })
  return { ...cell, reason: findCause(lines) ?? cell.reason }
}

/** Throws what the end of a wait means for the run: a WorkError for failed builds, a ServiceError when they are not done. */
export function requireBuilt(project: string, { state, cells }: WaitResult): void {
  if (state === 'succeeded') return
  const list = (wanted: CellState) =>
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
