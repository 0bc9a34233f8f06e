import type { Cell } from '../plan/plan.js'
import { apiPath, type Osc } from './osc.js'
import { childOf, parseXml } from '../xml.js'

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

/** What a build log most probably says went wrong: one of its lines, or the part of the spec that failed with its last line. */
export function findCause(lines: readonly string[]): string | undefined {
  // The last line is the build script's own, and says of every failure the same.
  const said = lines.filter((line) => !line.includes(' failed "build '))
  const signs = [/^error: (?!Bad exit)/i, /No such file|cannot |not found|Permission denied|is not published/i]
  for (const sign of signs) {
    const found = said.findLast((line) => sign.test(line))
    if (found !== undefined) return found.trim()
  }
  const end = said.findIndex((line) => /^error: Bad exit status/i.test(line))
  const [, part] = /\((%\w+)\)/.exec(said[end] ?? '') ?? []
  // A script that gives up by itself says why before its `exit`.
  const before = said.slice(0, Math.max(end, 0)).findLast((line) => !/^\++ exit \d+$/.test(line))
  if (part !== undefined && before !== undefined) {
    const command = /^\++ (.*)$/.exec(before)?.[1]
    return command === undefined ? `${part} failed: ${before.trim()}` : `${part} failed at: ${command.trim()}`
  }
  return said.findLast((line) => /^error:|fatal|failed/i.test(line))?.trim() ?? said.at(-1)
}
