import { clip, flatten } from '../report/foreign-text.js'
import { writeMark, type Mark } from './mark.js'
import type { Occasion } from './occasion.js'
import { link, quote } from './quotation.js'
import type { CellRow, CheckRow } from '../report/rows.js'
import type { Trouble } from './trouble.js'

/** GitHub takes 65536 characters; the rest of them is for what is neither table nor mark. */
const limits = { cells: 24 * 1024, checks: 20 * 1024 }
const mostChecks = 10

/** The title of an issue, of at most 256 characters as GitHub wants it. */
export function writeTitle(subject: string): string {
  return `${flatten(clip(subject, 240))} failed`
}

/** The body of an open issue: the same text as long as the same fails, but for the run and the day that saw it last. */
export function writeBody(occasion: Occasion, mark: Mark): string {
  const { subject, trouble, run, today } = occasion
  const began = mark.firstRun === undefined ? mark.since : link(mark.since, mark.firstRun)
  return [
    `❌ **${quote(subject)} failed**: ${summarize(trouble)}.`,
    ...renderCells(trouble),
    ...renderChecks(trouble),
    `### What to do\n\n${advise(occasion)}`,
    `It began on ${began} and was last seen on ${today}, by ${nameRun(run)}.`,
    `obs-publish writes this text anew each time, and closes the issue when ${quote(subject)} succeeds. What people have to say belongs into comments.`,
    writeMark(mark),
  ].join('\n\n')
}

/** A run as a link to it. */
export function nameRun(run: string | undefined): string {
  const number = /\/actions\/runs\/(\d+)/.exec(run ?? '')?.[1]
  if (run === undefined) return 'a run outside of GitHub Actions'
  return link(number === undefined ? 'this run' : `run ${number}`, run)
}

/** What is wrong, in numbers. */
function summarize({ failed, pending, cells, unpassed, checks }: Trouble): string {
  const parts = [
    ...(failed.length > 0 ? [`${failed.length} of ${count(cells, 'build')} failed`] : []),
    ...(pending.length > 0 ? [`${pending.length} of ${count(cells, 'build')} had not ended`] : []),
    ...(unpassed.length > 0 ? [`${unpassed.length} of ${count(checks, 'check')} of the repositories did not pass`] : []),
  ]
  return parts.join(', ') || 'no build and no check is known to have failed, so the run itself says why'
}

function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? '' : 's'}`
}

function renderCells({ failed, pending }: Trouble): readonly string[] {
  const rows = [...failed, ...pending]
  return renderRows(['Package', 'Builder', 'Architecture', 'State', 'Cause'], rows, rows.map(renderCell), limits.cells, 'build')
}

function renderCell({ package: name, builder, architecture, state, code, reason, link: command, url }: CellRow): string[] {
  const told = code === '' || code === state ? state : `${state} (${quote(code)})`
  const log = url === undefined ? (command === '' ? '' : quote(`\`${command}\``)) : link('log', url)
  const cause = reason === '' ? [] : [quote(reason)]
  return [...[name, builder, architecture].map((text) => quote(text, 200)), told, [...cause, ...(log ? [log] : [])].join(' · ')]
}

function renderChecks({ unpassed }: Trouble): readonly string[] {
  const rows = unpassed.slice(0, mostChecks).map(renderCheck)
  return renderRows(['Check', 'Subject', 'State', 'Evidence'], unpassed, rows, limits.checks, 'check')
}

function renderCheck({ check, subject, state, evidence }: CheckRow): string[] {
  return [check, quote(subject, 300), state, quote(evidence)]
}

/** A table of as many rows as have room, and how many there are beside them. */
function renderRows(
  head: readonly string[],
  all: readonly unknown[],
  rows: readonly (readonly string[])[],
  room: number,
  noun: string,
): readonly string[] {
  if (all.length === 0) return []
  const lines: string[] = []
  let left = room
  for (const line of rows.map((row) => `| ${row.join(' | ')} |`)) {
    left -= Buffer.byteLength(line) + 1
    if (left < 0) break
    lines.push(line)
  }
  const table = [`| ${head.join(' | ')} |`, `|${head.map(() => ' --- |').join('')}`, ...lines].join('\n')
  const hidden = all.length - lines.length
  return hidden === 0 ? [table] : [table, `${count(hidden, `more ${noun}`)}: the run shows ${hidden === 1 ? 'it' : 'them'}.`]
}

function advise({ run, rerun }: Occasion): string {
  const ways = [
    ...(rerun === undefined ? [] : [link('start again what failed', rerun)]),
    ...(run === undefined ? [] : [`use “Re-run failed jobs” of ${nameRun(run)}`]),
  ]
  return `Mend the cause. Then ${ways.join(', or ') || 'run it again'}; what has succeeded meanwhile is not done twice.`
}
