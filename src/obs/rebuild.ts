import { addArchitectures, meaningsOf, type ArchitectureNames } from '../architecture.js'
import { ServiceError, UserError } from '../error.js'
import type { Host } from '../host/host.js'
import type { Cell } from '../plan/plan.js'
import { readLastJob, readResults } from './observe.js'
import { apiPath, type Osc } from './osc.js'
import { classifyCode, findRow, nameCell } from './result.js'

const patience = 120_000

/** The cells whose last build failed or that OBS refuses to build. */
export async function findFailed(project: string, cells: readonly Cell[], osc: Osc): Promise<readonly Cell[]> {
  const list = await readResults(project, cells, osc)
  return cells.filter((cell) => {
    const row = findRow(list, cell)
    return typeof row === 'object' && row.code !== 'succeeded' && classifyCode(row.code) !== 'pending'
  })
}

/** The cells that a user names, whose architectures may be called as Go, Debian or rpm call them. */
export function chooseCells(
  given: readonly Cell[],
  known: readonly Cell[],
  architectures: readonly ArchitectureNames[] = [],
): readonly Cell[] {
  const chosen = given.flatMap((cell) => {
    const meanings = meaningsOf(cell.architecture, addArchitectures(architectures))
    const meant = (meanings.length > 0 ? meanings : [cell.architecture]).map((architecture) => ({ ...cell, architecture }))
    const found = meant.filter((one) => known.some((each) => nameCell(each) === nameCell(one)))
    // What is not known here OBS may know, and says if it does not.
    return found.length > 0 ? found : meant
  })
  return [...new Map(chosen.map((cell) => [nameCell(cell), cell])).values()]
}

/**
 * Restarts the build of each cell, and returns once OBS has taken it up, so that a wait that follows does not
 * mistake the old result for the new one.
 */
export async function rebuildCells(project: string, cells: readonly Cell[], osc: Osc, host: Host): Promise<void> {
  for (const cell of cells) {
    const before = await readLastJob(project, cell, osc)
    host.log.info(`restarting ${nameCell(cell)}`)
    const query = [
      ['cmd', 'rebuild'],
      ['package', cell.package],
      ['repository', cell.builder],
      ['arch', cell.architecture],
    ] as const
    await osc.change('POST', apiPath(['build', project], query)).catch((error: unknown) => {
      if (error instanceof ServiceError && error.status === 404)
        throw new UserError(`OBS does not know ${nameCell(cell)} in ${project}.`)
      throw error
    })
    await untilTaken(project, cell, before?.readytime, osc, host)
  }
}

async function untilTaken(project: string, cell: Cell, before: number | undefined, osc: Osc, host: Host): Promise<void> {
  const deadline = host.clock.now() + patience
  while (host.clock.now() < deadline) {
    const row = findRow(await readResults(project, [cell], osc), cell)
    if (typeof row === 'object' && (row.dirty || classifyCode(row.code) === 'pending')) return
    // Refused cells get no job: OBS computes them anew and may come to the same end.
    if (typeof row === 'object' && classifyCode(row.code) === 'refused') return
    if ((await readLastJob(project, cell, osc))?.readytime !== before) return
    await host.clock.sleep(1000)
  }
  throw new ServiceError({
    url: `/build/${project}`,
    reason: `OBS has not taken up the rebuild of ${nameCell(cell)} within two minutes`,
    retriable: true,
  })
}
