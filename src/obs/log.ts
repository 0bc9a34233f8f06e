import type { Cell } from '../release/plan.js'
import { apiPath, type Osc } from './osc.js'
import { childOf, parseXml } from './xml.js'

const tail = 6000

/** The last lines of a cell's build log, without the seconds OBS puts before them; empty when there is none. */
export async function readLogTail(project: string, cell: Cell, osc: Osc): Promise<readonly string[]> {
  const segments = ['build', project, cell.builder, cell.architecture, cell.package, '_log']
  const entry = await osc.read(apiPath(segments, [['view', 'entry']]))
  if (entry === undefined) return []
  const size = Number(childOf(parseXml(entry), 'entry')?.attributes['size'] ?? 0)
  const start = String(Math.max(0, size - tail))
  const text = await osc.read(
    apiPath(segments, [
      ['nostream', '1'],
      ['start', start],
    ]),
  )
  return (text ?? '')
    .split('\n')
    .map((line) => line.replace(/^\[\s*\d+s\] /, '').trimEnd())
    .filter((line) => line !== '')
}

/** The line of a build log that most probably says what went wrong. */
export function findCause(lines: readonly string[]): string | undefined {
  const signs = [
    /^error: (?!Bad exit)/i,
    /No such file|cannot |not found|Permission denied|is not published/i,
    /^error:|fatal|failed/i,
  ]
  for (const sign of signs) {
    const found = lines.findLast((line) => sign.test(line))
    if (found !== undefined) return found.trim()
  }
  return lines.at(-1)
}
