import type { CheckRow } from '../report/rows.js'
import { compareVersions, isSamePlace } from './line-place.js'
import { tellChanges } from './change.js'
import type { SiteReport } from './site-report.js'
import type { BuilderChecks, KeyStatus, LineStatus, Status, StatusEvent, VersionStatus } from './site-status.js'
import { countRows } from './version-state.js'

/** So many versions of a line keep every check; of older ones the counts are kept. */
const detailed = 3
/** More is not told of the past. */
const mostEvents = 500

/** What a site tells after more reports, in the order of their times; what is older than what it knows changes nothing. */
export function updateStatus(before: Status, reports: readonly SiteReport[]): Status {
  const ordered = [...reports].sort((one, other) => Date.parse(one.at) - Date.parse(other.at))
  let lines = before.lines
  const events: StatusEvent[] = []
  for (const report of ordered) {
    const index = findLine(lines, report)
    // A run that published nothing says so where users look; it alone makes no repository.
    if (index < 0 && report.kind === 'run') continue
    const line = lines[index] ?? { ...report.place, keys: [], versions: [] }
    const after = updateLine(line, report)
    events.push(...tellChanges(line, after, report))
    lines = index < 0 ? [...lines, after] : lines.with(index, after)
  }
  const all = [...before.events, ...events].sort((one, other) => Date.parse(other.at) - Date.parse(one.at))
  return { ...before, lines: lines.map(forgetDetails), events: all.slice(0, mostEvents) }
}

/** A run knows its channel and version, and not always the project: a line of the version's minor, else of the channel. */
function findLine(lines: readonly LineStatus[], report: SiteReport): number {
  if (report.kind !== 'run') return lines.findIndex((line) => isSamePlace(line, report.place))
  const { channel, project } = report.place
  if (project !== undefined) return lines.findIndex((line) => line.channel === channel && line.project === project)
  const own = lines.findIndex((line) => line.channel === channel && isOfMinor(report.version, line.minor))
  return own >= 0 ? own : lines.findIndex((line) => line.channel === channel && line.minor === undefined)
}

function isOfMinor(version: string, minor: string | undefined): boolean {
  return minor !== undefined && (version === minor || (/^[^\d]/.test(version.slice(minor.length)) && version.startsWith(minor)))
}

function updateLine(line: LineStatus, report: SiteReport): LineStatus {
  const known = { ...line, ...report.place }
  if (report.kind === 'run') {
    const { version, at, state, sentence } = report
    return isLater(at, line.run?.at) ? { ...known, run: { version, at, state, sentence } } : line
  }
  if (report.kind === 'promotion') {
    const versions = report.versions.reduce((all, { version, ...promotion }) => {
      const present = all.find((each) => each.version === version) ?? { version, checks: [] }
      return replace(all, { ...present, promotion })
    }, line.versions)
    return { ...known, versions }
  }
  const present = line.versions.find(({ version }) => version === report.version) ?? { version: report.version, checks: [] }
  const checks = updateChecks(present.checks, report.rows, report.at)
  if (checks === present.checks) return line
  const versions = replace(line.versions, { ...present, checks })
  const isNewest = versions[0]?.version === report.version
  const keys = isNewest ? listKeys(report.rows) : []
  return { ...known, keys: keys.length > 0 ? keys : line.keys, versions }
}

function updateChecks(known: readonly BuilderChecks[], rows: readonly CheckRow[], at: string): readonly BuilderChecks[] {
  let changed = false
  const all = new Map(known.map((each) => [each.builder, each]))
  for (const builder of new Set(rows.map(builderOf))) {
    if (!isLater(at, all.get(builder)?.at)) continue
    const own = rows.filter((row) => builderOf(row) === builder)
    const architectures = [...new Set(own.flatMap(({ cell }) => cell?.architecture ?? []))]
    all.set(builder, { builder, at, counts: countRows(own), architectures, rows: own.map(shorten) })
    changed = true
  }
  return changed ? [...all.values()] : known
}

/** Whose repository a row is about: without a plan the format tells. */
function builderOf({ builder, cell, subject }: CheckRow): string {
  return builder ?? cell?.format ?? /^(deb|rpm)\b/.exec(subject)?.[0] ?? 'repository'
}

/** How something that is well was found out takes more room than all else. */
function shorten(row: CheckRow): CheckRow {
  if (row.state !== 'passed') return row
  const short = { ...row }
  delete short.details
  return short
}

function listKeys(rows: readonly CheckRow[]): readonly KeyStatus[] {
  const found = rows.flatMap(({ facts }) => {
    const { fingerprint = '', expires } = facts ?? {}
    return !isFingerprint(fingerprint) || (expires !== undefined && !isDate(expires))
      ? []
      : [{ fingerprint, ...(expires !== undefined && { expires }) }]
  })
  return [...new Map(found.map((key) => [key.fingerprint, key])).values()]
}

const isFingerprint = (text: string) => /^[0-9A-F]{40,64}$/.test(text)
const isDate = (text: string) => /^\d{4}-\d\d-\d\d$/.test(text)

function replace(versions: readonly VersionStatus[], version: VersionStatus): readonly VersionStatus[] {
  const others = versions.filter((each) => each.version !== version.version)
  return [...others, version].sort((one, other) => compareVersions(other.version, one.version))
}

function forgetDetails(line: LineStatus): LineStatus {
  const versions = line.versions.map((version, index) =>
    index < detailed
      ? version
      : {
          ...version,
          checks: version.checks.map(({ builder, at, counts, architectures }) => ({ builder, at, counts, architectures })),
        },
  )
  return { ...line, versions }
}

function isLater(at: string, than: string | undefined): boolean {
  return than === undefined || Date.parse(at) > Date.parse(than)
}
