import { ServiceError, WorkError } from '../error.js'
import type { Clock } from '../host/clock.js'
import type { Host } from '../host/host.js'
import type { Log } from '../host/log.js'
import { formatSpan } from '../host/measure.js'
import { findCause, readLogTail } from './build-log.js'
import { noEvents, type Events } from './events.js'
import { observer, type Observe, type Observed } from './observe.js'
import type { Osc } from './osc.js'
import { describeCause } from './cause.js'
import { nameCell, type CellResult, type CellState } from './result.js'
import { describeWorkers } from './worker.js'

/** How a wait ended. */
export interface WaitResult {
  /** `pending` when the time ran out first. */
  readonly state: Exclude<CellState, 'skipped'>
  readonly cells: readonly CellResult[]
}

export interface WaitLimits {
  /** Milliseconds until the wait is given up. */
  readonly timeout: number
  /** Milliseconds between two looks; the first looks follow each other faster. */
  readonly interval: number
  /** Milliseconds after which it is told who is slow and why; told again each time as many have passed. */
  readonly slowAfter?: number
}

/** How a wait looks, is woken, and finds out why builds do not begin. */
export interface Watch {
  readonly observe: Observe
  readonly events: Events
  readonly explainSlow: (pending: readonly CellResult[]) => Promise<readonly string[]>
}

/**
 * Looks until every cell is final or the time has run out. A failed cell does not end the wait for the others, and neither
 * does an OBS that does not answer for a while.
 */
export async function waitForCells(
  { observe, events, explainSlow }: Watch,
  { timeout, interval, slowAfter = timeout }: WaitLimits,
  clock: Clock,
  log: Log,
): Promise<WaitResult> {
  const start = clock.now()
  let told = ''
  let toldAt = start
  let slowAt = start + slowAfter
  let cells: readonly CellResult[] = []
  let silence: ServiceError | undefined
  for (let pause = Math.min(1000, interval); ; pause = Math.min(pause * 1.5, interval)) {
    silence = undefined
    try {
      cells = await observe()
    } catch (error) {
      if (!(error instanceof ServiceError) || !error.retriable) throw error
      silence = error
      log.info(`${error.message}; the wait goes on`)
    }
    const state = silence === undefined ? judgeCells(cells) : 'pending'
    const line = describeProgress(cells)
    const shown = `${formatSpan(clock.now() - start)}  ${line}`
    if (state !== 'pending') {
      log.info(shown)
      return { state, cells }
    }
    if (silence === undefined && (line !== told || clock.now() - toldAt > 300_000)) {
      log.status(shown)
      told = line
      toldAt = clock.now()
    }
    if (clock.now() >= slowAt && silence === undefined) {
      slowAt += slowAfter
      for (const words of await explainSlow(cells.filter((cell) => cell.state === 'pending'))) log.warning(words)
    }
    if (clock.now() - start + pause > timeout) {
      if (silence !== undefined && cells.length === 0) throw silence
      return { state, cells }
    }
    await events.sleep(pause)
  }
}

/**
 * The state of all cells together: pending as long as one is, then failed if one is. Cells that OBS is told not to build do
 * not count, but when nothing is built at all, that is a failure.
 */
export function judgeCells(cells: readonly CellResult[]): WaitResult['state'] {
  if (cells.some(({ state }) => state === 'pending')) return 'pending'
  return cells.some(({ state }) => state === 'failed') || !cells.some(({ state }) => state === 'succeeded')
    ? 'failed'
    : 'succeeded'
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

export interface WaitRequest extends WaitLimits, Observed {
  /** How to look at the cells; by default anew. */
  readonly observe?: Observe
  readonly events?: Events
}

/** Waits, and finds out from the build logs why cells failed. */
export async function awaitBuilds(request: WaitRequest, osc: Osc, host: Host): Promise<WaitResult> {
  const watch: Watch = {
    observe: request.observe ?? observer(request, osc, host.clock),
    events: request.events ?? noEvents(host.clock),
    explainSlow: (pending) => describeWorkers(pending, osc),
  }
  const result = await waitForCells(watch, request, host.clock, host.log)
  const skipped = result.cells.filter(({ state }) => state === 'skipped')
  if (skipped.length > 0)
    host.log.info(`not built, as OBS is told: ${skipped.map((cell) => `${nameCell(cell)} (${cell.code})`).join(', ')}`)
  const explained: CellResult[] = []
  for (const cell of result.cells) explained.push(cell.code === 'failed' ? await explain(request.project, cell, osc, host) : cell)
  return { ...result, cells: explained }
}

async function explain(project: string, cell: CellResult, osc: Osc, host: Host): Promise<CellResult> {
  const lines = await readLogTail(project, cell, osc).catch((error: unknown) => {
    // The build failed whether its log can be had or not, and who may not see it is told so.
    host.log.info(`The build log of ${nameCell(cell)} cannot be read: ${error instanceof Error ? error.message : String(error)}`)
    return []
  })
  if (lines.length === 0) return cell
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
    cells.filter((cell) => cell.state === wanted).map((cell) => `${nameCell(cell)} (${describeCause(cell)})`)
  if (state === 'failed') {
    if (list('failed').length === 0)
      throw new WorkError(`Nothing is built in ${project}: ${list('skipped').join('; ') || 'there is no cell'}.`)
    throw new WorkError(
      `${list('failed').length} of ${cells.length} builds in ${project} failed: ${list('failed').join('; ')}. Nothing was released; obs-rebuild restarts them.`,
      { reported: true },
    )
  }
  throw new ServiceError({
    url: `/build/${project}`,
    reason: `${list('pending').length} of ${cells.length} builds in ${project} did not end in time: ${list('pending').join('; ')}`,
    hint: 'run it again to go on waiting',
    unfinished: true,
  })
}
