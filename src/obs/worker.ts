import { apiPath, type Osc } from './osc.js'
import { nameCell, type CellResult } from './result.js'
import { childrenOf, parseXml } from '../xml.js'

/**
 * Says of builds that take long who they are and why, an architecture a sentence: how many workers it has and how many jobs
 * wait for one (`_workerstatus`).
 */
export async function describeWorkers(pending: readonly CellResult[], osc: Osc): Promise<readonly string[]> {
  if (pending.length === 0) return []
  const text = await osc.read(apiPath(['build', '_workerstatus'])).catch(() => undefined)
  const workers = text === undefined ? [] : parseXml(text).children
  const architectures = [...new Set(pending.map(({ architecture }) => architecture))]
  return architectures.map((architecture) => {
    const own = pending.filter((cell) => cell.architecture === architecture)
    const shown = own
      .slice(0, 5)
      .map((cell) => `${nameCell(cell)} (${[cell.code, cell.reason].filter((part) => part !== '').join(': ')})`)
    const list = `${shown.join(', ')}${own.length > shown.length ? ` and ${own.length - shown.length} more` : ''}`
    return `slow on ${architecture}: ${list}${text === undefined ? '' : `; ${describeArchitecture(architecture, workers)}`}`
  })
}

function describeArchitecture(architecture: string, children: ReturnType<typeof childrenOf>): string {
  const count = (state: string) =>
    children.filter(({ name, attributes }) => name === state && attributes['hostarch'] === architecture).length
  const waiting = children.find(({ name, attributes }) => name === 'waiting' && attributes['arch'] === architecture)
  const jobs = Number(waiting?.attributes['jobs'] ?? 0)
  const [idle, building] = [count('idle'), count('building')]
  const queue = `${jobs} ${jobs === 1 ? 'job waits' : 'jobs wait'} for it`
  if (idle + building > 0) return `OBS has ${idle + building} workers of it, ${building} of them busy, and ${queue}`
  const hosts = [...new Set(children.flatMap(({ attributes }) => attributes['hostarch'] ?? []))]
  return `OBS has no worker of it (it has ${hosts.join(', ') || 'none at all'}, of which some may build for others), and ${queue}`
}
