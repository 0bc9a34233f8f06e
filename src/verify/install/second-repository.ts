import { join } from 'node:path'
import { complaint } from '../../host/tool.js'
import { comparePackageVersions } from '../../version/order.js'
import { fail, pass, type Finding } from '../finding.js'
import { cellOf } from '../presence.js'
import { prepareApt } from './apt.js'
import { surveyApt } from './apt-survey.js'
import type { Installable } from './attempt.js'
import { besideId, prepareDnf } from './dnf.js'
import { surveyDnf } from './dnf-survey.js'
import { dnfComplaint, fullName } from './rpm-trial.js'
import type { InstallSetting } from './setting.js'
import { keyOf, type VersionSurvey } from './version-choice.js'

/** What came of a package manager that knows both repositories. */
interface Pair {
  /** Such as apt-get install. */
  readonly command: string
  readonly survey: VersionSurvey
  /** Whether a package can be installed where nothing is; resolves to the package manager's complaint. */
  readonly resolve: (cell: Installable) => Promise<string | undefined>
}

/** Configures another repository as well, as users do who go from one minor to the next: a row for each package. */
export async function tryBesideApt(cells: readonly Installable[], setting: InstallSetting): Promise<readonly Finding[]> {
  const { beside } = setting
  if (beside === undefined || cells.length === 0) return []
  const apt = await prepareApt({ ...setting, folder: join(setting.folder, 'both'), also: beside })
  if (apt.problem !== undefined) return refuseAll(cells, beside.url, apt.problem)
  const survey = await surveyApt(apt, cells, beside.uri)
  const resolve = ({ entry }: Installable) => apt.resolve(entry)
  return judgePair(cells, beside.url, { command: 'apt-get install', survey, resolve })
}

/** As {@link tryBesideApt}. */
export async function tryBesideDnf(
  cells: readonly Installable[],
  bases: readonly string[],
  more: readonly string[],
  setting: InstallSetting,
): Promise<readonly Finding[]> {
  const { beside } = setting
  if (beside === undefined || cells.length === 0) return []
  const dnf = await prepareDnf({ ...setting, folder: join(setting.folder, 'both'), also: beside }, bases, false)
  const made = await dnf.query(['--assumeyes', 'makecache'])
  if (made.code !== 0) return refuseAll(cells, beside.url, `dnf makecache refuses them: ${complaint(made, dnfComplaint)}`)
  const survey = await surveyDnf(dnf, cells, besideId)
  if (typeof survey === 'string') return refuseAll(cells, beside.url, survey)
  const resolve = async ({ entry }: Installable) => {
    const download = await dnf.download(entry, more)
    return typeof download === 'string' ? download : undefined
  }
  return judgePair(cells, beside.url, { command: 'dnf install', survey, resolve })
}

/** The newest cell of each package stands for it. */
function newestOf(cells: readonly Installable[]): readonly Installable[] {
  const newest = new Map<string, Installable>()
  for (const cell of cells) {
    const before = newest.get(cell.entry.name)
    if (before === undefined || comparePackageVersions(cell.entry.version, before.entry.version) > 0)
      newest.set(cell.entry.name, cell)
  }
  return [...newest.values()]
}

function subjectOf({ format, entry }: Installable): string {
  return `${format} ${entry.name} ${entry.architecture}, beside another repository`
}

function refuseAll(cells: readonly Installable[], url: string, problem: string): readonly Finding[] {
  return newestOf(cells).map((cell) => ({
    ...fail('install', subjectOf(cell), `with ${url} configured as well, ${problem}`),
    cell: cellOf(cell),
  }))
}

async function judgePair(
  cells: readonly Installable[],
  url: string,
  { command, survey, resolve }: Pair,
): Promise<readonly Finding[]> {
  const findings: Finding[] = []
  for (const cell of newestOf(cells)) {
    const { name, version } = cell.entry
    const pins = cells.filter(({ entry }) => entry.name === name).flatMap(({ entry }) => survey.pins.get(keyOf(entry)) ?? [])
    const lost = pins.find(({ problem }) => problem !== undefined)
    const conflict = await resolve(cell)
    const { chosen, seen } = survey.packages.get(name) ?? { chosen: undefined, seen: [] }
    const start = `with ${url} configured as well, which has ${seen.slice(0, 5).join(', ') || 'none'} of it`
    const target = command.startsWith('apt') ? `${name}=${version}` : fullName(cell.entry)
    const problem =
      conflict !== undefined
        ? `\`${command} ${target}\` failed: ${conflict}`
        : lost !== undefined
          ? `${survey.manager} does not find ${lost.written}: ${lost.problem}`
          : undefined
    const told = `${survey.manager} chooses ${chosen ?? 'nothing'} without a version, finds ${pins.map(({ written }) => written).join(', ')}, and resolves \`${command} ${target}\``
    const finding =
      problem === undefined
        ? pass('install', subjectOf(cell), `${start}, ${told}`)
        : fail('install', subjectOf(cell), `${start}, ${problem}`)
    findings.push({ ...finding, cell: cellOf(cell), details: [`asked by \`${survey.command}\``] })
  }
  return findings
}
