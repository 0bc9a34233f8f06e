import { ServiceError, WorkError } from '../error.js'
import type { Host } from '../host/host.js'
import { settleTime } from './judgement.js'
import { observer, type Observe, type Observed } from './observe.js'
import type { Osc } from './osc.js'
import { describeCause } from './cause.js'
import { nameCell, type CellResult } from './result.js'
import { judgeCells } from './wait.js'

/**
 * How the cells stand when every one has succeeded, or is one that OBS is told not to build where nobody has planned;
 * throws otherwise: a {@link WorkError} when a build failed or there is none, a {@link ServiceError}
 * when builds are still to end.
 */
export async function requireSuccess(
  request: Observed & { readonly observe?: Observe },
  osc: Osc,
  host: Host,
): Promise<readonly CellResult[]> {
  const { project } = request
  const look = request.observe ?? observer(request, osc, host.clock)
  let results = await look()
  // A build may be about to be recorded, and a refusal counts only when it has stood for a while.
  for (let waited = 0; judgeCells(results) === 'pending' && waited <= settleTime; waited += settleTime / 4) {
    await host.clock.sleep(settleTime / 4 + 100)
    results = await look()
  }
  if (judgeCells(results) === 'succeeded') return results
  const bad = results.filter(({ state }) => state === 'failed' || state === 'pending')
  const list = bad.map((cell) => `${nameCell(cell)} (${describeCause(cell)})`).join(', ')
  const reason = `Nothing was released, because not every build of these sources has succeeded: ${list || 'there is no build at all'}`
  if (bad.some((cell) => cell.state === 'failed'))
    throw new WorkError(`${reason}; obs-wait shows the logs, obs-rebuild restarts what failed.`)
  if (bad.length === 0) throw new WorkError(`${reason}.`)
  const hint = 'run obs-wait, then release again'
  throw new ServiceError({ url: `/build/${project}`, reason, hint, unfinished: true })
}
