import { readVersion } from '../version/version.js'
import type { ChangelogEntry } from '../plan/plan.js'

const markdownHeading = /^#{1,4}\s+\[?v?(\d[\w.+~-]*)\]?(?:\([^)]*\))?(?:\s*[-–—(]?\s*(\d{4}-\d{2}-\d{2})\)?)?/
const rpmHeading = /^\*\s+\w{3}\s+(\w{3}\s+\d{1,2})(?:\s+[\d:]+\s+\w+)?\s+(\d{4})\s+.*?(?:\s-\s+|\s)(\d[\w.+~:-]*)\s*$/

/**
 * Reads a changelog: Markdown with a heading for each version (`## [1.2.3] - 2026-01-31`), or the %changelog of a
 * spec. Entries without a date get the given time.
 * @param time seconds since the epoch
 */
export function parseChangelog(text: string, time: number): ChangelogEntry[] {
  const entries: { version: string; time: number; changes: string[] }[] = []
  for (const line of text.split(/\r?\n/)) {
    const heading = readHeading(line)
    if (heading) entries.push({ version: heading.version, time: heading.time ?? time, changes: [] })
    else addChange(entries.at(-1)?.changes, line)
  }
  return entries.filter(({ changes }) => changes.length > 0)
}

function readHeading(line: string): { version: string; time: number | undefined } | undefined {
  const [, title = '', day] = markdownHeading.exec(line) ?? []
  const version = readVersion(title)
  if (version) return { version: version.package, time: secondsOf(day) }
  const [, monthAndDay, year, release] = rpmHeading.exec(line) ?? []
  if (release === undefined) return undefined
  return { version: release.replace(/-[^-]*$/, ''), time: secondsOf(`${monthAndDay} ${year} UTC`) }
}

/** A bullet begins a change, an indented line goes on with it; headings between are left out. */
function addChange(changes: string[] | undefined, line: string): void {
  if (changes === undefined || /^#|^\s*$|^\[.*\]:/.test(line)) return
  const bullet = /^\s*[-*+]\s+(.*)$/.exec(line)?.[1]
  const last = changes.length - 1
  if (bullet !== undefined || last < 0) changes.push((bullet ?? line).trim())
  else changes[last] = `${changes[last]} ${line.trim()}`
}

function secondsOf(date: string | undefined): number | undefined {
  const milliseconds = date === undefined ? NaN : Date.parse(date)
  return Number.isNaN(milliseconds) ? undefined : milliseconds / 1000
}
