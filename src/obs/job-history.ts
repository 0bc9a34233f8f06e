import { mapInParallel } from '../host/parallel.js'
import type { Cell } from '../plan/plan.js'
import { apiPath, type Osc } from './osc.js'
import { packageQuery } from './package-query.js'
import { nameCell, nameRepository } from './result.js'
import { visitXml } from '../xml.js'

/** A build job. */
export interface Job {
  /** Of the sources it was made of, expanded. */
  readonly srcmd5: string
  /** succeeded, unchanged or failed. */
  readonly code: string
  /** Seconds since the epoch. */
  readonly readytime: number
}

/** Jobs that are asked for, for each package: rebuilds of one push those of others out of the list. */
const jobsEach = 4

/**
 * Reads the newest job of each cell: one request for each repository and architecture, and one more for a package whose
 * jobs are older than all that it brought. Cells that were never built have no entry; the key is {@link nameCell}.
 */
export async function readLastJobs(project: string, cells: readonly Cell[], osc: Osc): Promise<ReadonlyMap<string, Job>> {
  const groups = new Map<string, Cell[]>()
  for (const cell of cells) {
    const group = groups.get(nameRepository(cell))
    if (group === undefined) groups.set(nameRepository(cell), [cell])
    else group.push(cell)
  }
  const found = await mapInParallel([...groups.values()], 4, (group) => readGroup(project, group, osc))
  return new Map(found.flat())
}

async function readGroup(project: string, cells: readonly Cell[], osc: Osc): Promise<[string, Job][]> {
  const [first] = cells
  if (first === undefined) return []
  const names = cells.map((cell) => cell.package)
  const limit = cells.length === 1 ? 1 : cells.length * jobsEach
  const { jobs, count } = await readHistory(project, first, names, limit, osc)
  const isWhole = count < limit
  const lacking = isWhole || cells.length === 1 ? [] : cells.filter((cell) => !jobs.has(cell.package))
  const others = await mapInParallel(lacking, 4, async (cell) => {
    const single = await readHistory(project, cell, [cell.package], 1, osc)
    return [cell, single.jobs.get(cell.package)] as const
  })
  const all = [...cells.map((cell) => [cell, jobs.get(cell.package)] as const), ...others]
  return all.flatMap(([cell, job]) => (job === undefined ? [] : [[nameCell(cell), job] satisfies [string, Job]]))
}

/** The newest job of each package in a repository's history, which lists the oldest first. */
async function readHistory(
  project: string,
  { builder, architecture }: Cell,
  names: readonly string[],
  limit: number,
  osc: Osc,
): Promise<{ jobs: ReadonlyMap<string, Job>; count: number }> {
  const query = [...packageQuery(names), ['limit', String(limit)] as const]
  const text = await osc.read(apiPath(['build', project, builder, architecture, '_jobhistory'], query))
  const jobs = new Map<string, Job>()
  let count = 0
  const open = (element: string, attributes: Readonly<Record<string, string>>) => {
    if (element !== 'jobhist') return
    const { package: name = names[0] ?? '', srcmd5 = '', code = '', readytime = '0' } = attributes
    jobs.set(name, { srcmd5, code, readytime: Number(readytime) })
    count++
  }
  if (text !== undefined) visitXml(text, { open })
  return { jobs, count }
}
