import type { Cell } from '../plan/plan.js'
import { mapInParallel } from '../host/parallel.js'
import { apiPath, readXml, type Osc } from './osc.js'
import type { Revision } from './push.js'
import { classifyCode, findRow, isSettled, nameCell, type CellResult, type StatusRow } from './result.js'
import { childOf, parseXml, type Element } from '../xml.js'

/** Looks once at every cell. */
export type Observe = () => Promise<readonly CellResult[]>

/**
 * Makes the one function that tells how the cells of some revisions stand. A result counts only when OBS's
 * job history says that it was built from the pushed srcmd5; a refusal (unresolvable, broken, excluded,
 * disabled) only when it was seen twice on a repository at rest, because OBS passes through such states.
 */
export function observer(project: string, cells: readonly Cell[], revisions: readonly Revision[], osc: Osc): Observe {
  const refusedBefore = new Set<string>()
  // A job of these sources does not change any more, and asking costs a start of osc.
  const confirmed = new Map<string, Standing>()
  return async () => {
    const list = await readResults(project, cells, osc)
    return mapInParallel(cells, 3, async (cell): Promise<CellResult> => {
      const row = findRow(list, cell)
      const revision = revisions.find((candidate) => candidate.package === cell.package)
      const link = `osc remotebuildlog ${project} ${cell.package} ${cell.builder} ${cell.architecture}`
      const key = nameCell(cell)
      const judge = async (): Promise<Standing> => {
        if (revision?.container !== undefined) return { state: 'succeeded', code: 'released', reason: '' }
        if (row === undefined) return { state: 'pending', code: 'missing', reason: 'OBS does not list the package yet' }
        if (row === 'no builder')
          return twice(
            refusedBefore,
            key,
            'missing',
            `${project} has no repository ${cell.builder} for ${cell.architecture}; run obs-provision`,
          )
        const kind = classifyCode(row.code)
        if (kind === 'pending' || row.dirty)
          return { state: 'pending', code: row.code, reason: row.details || (row.dirty ? 'OBS has not looked at it yet' : '') }
        const srcmd5 = revision?.srcmd5
        if (kind === 'built') {
          const known = confirmed.get(`${key} ${row.code}`)
          if (known) return known
          const judgement = await judgeJob(project, cell, srcmd5, row, osc)
          if (judgement.state !== 'pending') confirmed.set(`${key} ${row.code}`, judgement)
          return judgement
        }
        if (!isSettled(row)) return { state: 'pending', code: row.code, reason: row.details }
        return twice(refusedBefore, key, row.code, row.details || `the build is ${row.code}`)
      }
      return { ...cell, link, ...(await judge()) }
    })
  }
}

type Standing = Pick<CellResult, 'state' | 'code' | 'reason'>

function twice(before: Set<string>, key: string, code: string, reason: string): Standing {
  const seen = before.has(`${key} ${code}`)
  before.add(`${key} ${code}`)
  return { state: seen ? 'failed' : 'pending', code, reason }
}

async function judgeJob(project: string, cell: Cell, srcmd5: string | undefined, row: StatusRow, osc: Osc): Promise<Standing> {
  const job = await readLastJob(project, cell, osc)
  if (srcmd5 !== undefined && job?.srcmd5 !== srcmd5) {
    const current = await osc.read(apiPath(['source', project, cell.package]))
    const superseded = current !== undefined && parseXml(current).attributes['srcmd5'] !== srcmd5
    if (!superseded) return { state: 'pending', code: row.code, reason: 'this result is of other sources' }
    const reason = `other sources were committed to ${project}/${cell.package} before these were built; run this version again when they are released`
    return { state: 'failed', code: 'superseded', reason }
  }
  if (row.code === 'failed') return { state: 'failed', code: row.code, reason: row.details || 'the build failed' }
  return { state: 'succeeded', code: row.code, reason: '' }
}

/** Reads how the packages of some cells stand in every repository of a project. */
export async function readResults(project: string, cells: readonly Cell[], osc: Osc): Promise<Element> {
  const packages = [...new Set(cells.map((cell) => cell.package))]
  const query = packages.map((name) => ['package', name] as const)
  const missing = `OBS has no project ${project}, or not all of ${packages.join(', ')} in it; run obs-provision, or check the names.`
  return readXml(osc, apiPath(['build', project, '_result'], query), missing)
}

/** The newest job of a cell. */
export interface LastJob {
  readonly srcmd5: string
  /** succeeded, unchanged or failed. */
  readonly code: string
  /** Seconds since the epoch. */
  readonly readytime: number
}

/** Reads the newest job of a cell from OBS's job history; undefined when it was never built. */
export async function readLastJob(project: string, cell: Cell, osc: Osc): Promise<LastJob | undefined> {
  const path = apiPath(
    ['build', project, cell.builder, cell.architecture, '_jobhistory'],
    [
      ['package', cell.package],
      ['limit', '1'],
    ],
  )
  const text = await osc.read(path)
  const job = text === undefined ? undefined : childOf(parseXml(text), 'jobhist')
  if (!job) return undefined
  const { srcmd5 = '', code = '', readytime = '0' } = job.attributes
  return { srcmd5, code, readytime: Number(readytime) }
}
