import { addArchitectures, meaningsOf, type ArchitectureNames } from '../architecture.js'
import { ServiceError, UserError } from '../error.js'
import type { Host } from '../host/host.js'
import type { Cell } from '../plan/plan.js'
import { readLastJobs, type Job } from './job-history.js'
import { apiPath, type Osc } from './osc.js'
import { readResults } from './question.js'
import { classifyCode, nameCell, nameRepository } from './result.js'

const patience = 120_000

/**
 * The cells whose last build failed or that OBS refuses to build.
 * @param planned whether a plan wants every cell: elsewhere one that OBS is told not to build has not failed
 */
export async function findFailed(project: string, cells: readonly Cell[], planned: boolean, osc: Osc): Promise<readonly Cell[]> {
  const table = await readResults(project, cells, osc)
  return cells.filter((cell) => {
    const code = table.get(nameRepository(cell))?.packages.get(cell.package)?.code
    if (code === undefined || code === 'succeeded' || classifyCode(code) === 'pending') return false
    return planned || (code !== 'excluded' && code !== 'disabled')
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
 * Restarts the build of each cell, and returns once OBS has taken all of them up, so that a wait that follows does not
 * mistake an old result for the new one.
 */
export async function rebuildCells(project: string, cells: readonly Cell[], osc: Osc, host: Host): Promise<void> {
  if (cells.length === 0) return
  const before = await readLastJobs(project, cells, osc)
  for (const cell of cells) {
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
      // Whether it was heard shows below: a build that is restarted twice is built once more, no harm else.
      if (!(error instanceof ServiceError) || !error.retriable) throw error
      host.log.info(`${error.message}; looking whether the build is restarted`)
    })
  }
  const deadline = host.clock.now() + patience
  for (let open = cells; open.length > 0; await host.clock.sleep(1000)) {
    open = await stillOld(project, open, before, osc)
    if (open.length === 0) return
    if (host.clock.now() > deadline)
      throw new ServiceError({
        url: `/build/${project}`,
        reason: `OBS has not taken up the rebuild of ${open.map(nameCell).join(', ')} within two minutes`,
        retriable: true,
        unfinished: true,
      })
  }
}

/** The cells whose build is neither waited for nor done anew. */
async function stillOld(
  project: string,
  cells: readonly Cell[],
  before: ReadonlyMap<string, Job>,
  osc: Osc,
): Promise<readonly Cell[]> {
  const table = await readResults(project, cells, osc)
  const resting = cells.filter((cell) => {
    const row = table.get(nameRepository(cell))
    const code = row?.packages.get(cell.package)?.code
    // Refused cells get no job: OBS computes them anew and may come to the same end.
    return row === undefined || code === undefined || (!row.dirty && classifyCode(code) === 'built')
  })
  if (resting.length === 0) return []
  const jobs = await readLastJobs(project, resting, osc)
  return resting.filter((cell) => jobs.get(nameCell(cell))?.readytime === before.get(nameCell(cell))?.readytime)
}
