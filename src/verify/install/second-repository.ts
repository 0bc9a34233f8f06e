import { join } from 'node:path'
import { complaint } from '../../host/tool.js'
import type { ListedPackage } from '../../repository/published-repository.js'
import { comparePackageVersions } from '../../version/order.js'
import { fail, pass, type Finding } from '../finding.js'
import { cellOf } from '../presence.js'
import { prepareApt, type Apt } from './apt.js'
import { surveyApt } from './apt-survey.js'
import { findPrevious, type Installable } from './attempt.js'
import { besideId, prepareDnf } from './dnf.js'
import { surveyDnf } from './dnf-survey.js'
import type { DebGround } from './ground.js'
import { dnfComplaint, fullName } from './rpm-trial.js'
import type { InstallSetting } from './setting.js'
import type { TrialVerdict } from './trial.js'
import { upgradeDeb, upgradeRpm, type RpmPlace } from './upgrade.js'
import { keyOf, type VersionSurvey } from './version-choice.js'

/** What came of a package manager that knows both repositories. */
interface Pair {
  /** Such as apt-get install. */
  readonly command: string
  readonly survey: VersionSurvey
  /** Whether a package can be installed where nothing is; resolves to the package manager's complaint. */
  readonly resolve: (cell: Installable) => Promise<string | undefined>
  /** Carries out an upgrade from a package of the other repository; undefined where this machine runs nothing of it. */
  readonly upgrade: ((cell: Installable, older: ListedPackage) => Promise<TrialVerdict>) | undefined
}

/**
 * Configures another repository as well, as users do who go from one minor to the next: a row for each package.
 * @param findGround finds the root to upgrade in; undefined where this machine runs nothing of the packages
 */
export async function tryBesideApt(
  cells: readonly Installable[],
  setting: InstallSetting,
  findGround: ((apt: Apt) => Promise<DebGround>) | undefined,
): Promise<readonly Finding[]> {
  const { beside } = setting
  if (beside === undefined || cells.length === 0) return []
  const apt = await prepareApt({ ...setting, folder: join(setting.folder, 'both'), also: beside })
  if (apt.problem !== undefined) return refuseAll(cells, beside.url, apt.problem)
  const survey = await surveyApt(apt, cells, beside.uri)
  const resolve = async ({ entry }: Installable) => {
    // The base is asked for what neither repository has.
    const problem = await apt.resolve(entry)
    return problem === undefined ? undefined : ((await apt.readBase()) ?? (await apt.resolve(entry)))
  }
  let reading: Promise<Apt> | undefined
  const readOther = () => (reading ??= prepareApt({ ...setting, address: beside, folder: join(apt.folder, 'other') }))
  const upgrade =
    findGround &&
    (async (cell: Installable, older: ListedPackage) =>
      upgradeDeb(cell, older, { both: apt, other: await readOther() }, await findGround(apt), setting.host))
  return judgePair(cells, beside.url, { command: 'apt-get install', survey, resolve, upgrade })
}

/** As {@link tryBesideApt}. */
export async function tryBesideDnf(
  cells: readonly Installable[],
  bases: readonly string[],
  place: RpmPlace,
  setting: InstallSetting,
): Promise<readonly Finding[]> {
  const { beside } = setting
  if (beside === undefined || cells.length === 0) return []
  const dnf = await prepareDnf(
    { ...setting, folder: join(setting.folder, 'both'), also: beside },
    bases,
    place.reason === undefined,
  )
  const made = await dnf.query(['--assumeyes', 'makecache'])
  if (made.code !== 0) return refuseAll(cells, beside.url, `dnf makecache refuses them: ${complaint(made, dnfComplaint)}`)
  const survey = await surveyDnf(dnf, cells, besideId)
  if (typeof survey === 'string') return refuseAll(cells, beside.url, survey)
  const resolve = async ({ entry }: Installable) => {
    const download = await dnf.download(entry, place.basis)
    return typeof download === 'string' ? download : undefined
  }
  const upgrade =
    place.reason === undefined
      ? (cell: Installable, older: ListedPackage) => upgradeRpm(cell, older, dnf, place, setting.host)
      : undefined
  return judgePair(cells, beside.url, { command: 'dnf install', survey, resolve, upgrade })
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

async function judgePair(cells: readonly Installable[], url: string, pair: Pair): Promise<readonly Finding[]> {
  const findings: Finding[] = []
  for (const cell of newestOf(cells)) {
    const { name, version } = cell.entry
    const { command, survey } = pair
    const pins = cells.filter(({ entry }) => entry.name === name).flatMap(({ entry }) => survey.pins.get(keyOf(entry)) ?? [])
    const lost = pins.find(({ problem }) => problem !== undefined)
    const conflict = await pair.resolve(cell)
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
    const asked = [`asked by \`${survey.command}\``]
    const finding =
      problem === undefined
        ? await addUpgrade(cell, `${start}, ${told}`, asked, seen, pair)
        : { ...fail('install', subjectOf(cell), `${start}, ${problem}`), details: asked }
    findings.push({ ...finding, cell: cellOf(cell) })
  }
  return findings
}

/** A row that both repositories go together, with what came of an upgrade from the other one's newest older package. */
async function addUpgrade(
  cell: Installable,
  evidence: string,
  asked: readonly string[],
  seen: readonly string[],
  { upgrade }: Pair,
): Promise<Finding> {
  const subject = subjectOf(cell)
  if (upgrade === undefined) return { ...pass('install', subject, evidence), details: asked }
  const { name, architecture } = cell.entry
  const others = seen.map((version) => ({ name, version, architecture }))
  const older = findPrevious(cell.entry, others)
  if (older === undefined) {
    const remark = `no upgrade was tried: the other repository has no older ${name}`
    return { ...pass('install', subject, evidence), details: [...asked, remark] }
  }
  const { problems, details, obstacle } = await upgrade(cell, older)
  const all = { details: [...asked, ...details] }
  if (problems.length > 0) return { ...fail('install', subject, `${evidence}; ${problems.join('; ')}`), ...all }
  if (obstacle !== undefined)
    return { ...pass('install', subject, evidence), details: [...asked, `no upgrade was tried: ${obstacle}`] }
  return { ...pass('install', subject, `${evidence}; upgraded from the other's ${older.version}`), ...all }
}
