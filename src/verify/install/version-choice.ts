import type { ListedPackage } from '../../repository/published-repository.js'
import { comparePackageVersions } from '../../version/order.js'
import { fail, pass, warn, type Finding } from '../finding.js'
import { cellOf } from '../presence.js'
import type { Expectations } from '../request.js'
import type { Installable } from './attempt.js'

/** What a package manager sees of the versions of one package. */
export interface SeenVersions {
  /** What it installs when nobody names a version; undefined for nothing at all. */
  readonly chosen: string | undefined
  /** What it sees of the published repository. */
  readonly seen: readonly string[]
}

/** What a package manager was asked of all packages of one architecture. */
export interface VersionSurvey {
  /** Such as apt. */
  readonly manager: string
  /** The command that told it: `apt-cache policy`. */
  readonly command: string
  /** By package. */
  readonly packages: ReadonlyMap<string, SeenVersions>
  /** The names with a version as users write them, such as demo=1.0.0-*, by package and version; see {@link keyOf}. */
  readonly pins: ReadonlyMap<string, readonly Pin[]>
}

/** A package by name and version as a user writes it, and what the package manager says when it finds none. */
export interface Pin {
  readonly written: string
  readonly problem: string | undefined
}

/** How a version of a package is known in a survey. */
export function keyOf({ name, version }: Pick<ListedPackage, 'name' | 'version'>): string {
  return `${name} ${version}`
}

/**
 * Judges what users get who name no version or a part of one: three rows for each package of an architecture.
 * @param packages everything that the repository has of these names
 */
export function judgeVersions(
  cells: readonly Installable[],
  survey: VersionSurvey,
  packages: readonly ListedPackage[],
  expectations: Expectations | undefined,
): readonly Finding[] {
  const names = [...new Set(cells.map(({ entry }) => entry.name))]
  return names.flatMap((name) => {
    const own = cells.filter(({ entry }) => entry.name === name)
    const [newest] = [...own].sort((one, other) => comparePackageVersions(other.entry.version, one.entry.version))
    if (newest === undefined) return []
    const { architecture } = newest.entry
    const listed = packages.filter((each) => each.name === name && each.architecture === architecture)
    const seen = survey.packages.get(name) ?? { chosen: undefined, seen: [] }
    const subject = (what: string) => `${newest.format} ${name} ${architecture}, ${what}`
    const findings = [
      judgeChosen(subject('newest chosen'), newest.entry, seen, listed, survey),
      judgePins(subject('pinned versions'), own, survey),
      judgeSeen(subject('versions seen'), name, seen, survey, expectations),
    ]
    return findings.map((finding) => ({ ...finding, cell: cellOf(newest) }))
  })
}

function judgeChosen(
  subject: string,
  { name, version }: ListedPackage,
  { chosen, seen }: SeenVersions,
  listed: readonly ListedPackage[],
  { manager, command }: VersionSurvey,
): Finding {
  const told = { details: [`asked by \`${command}\``] }
  const [newest] = listed.map((each) => each.version).sort((one, other) => comparePackageVersions(other, one))
  const without = `without a version ${manager} chooses ${chosen ?? 'nothing'}`
  // dnf has an order of its own for odd versions, and is asked for what is newest by that.
  const isNewest = chosen === newest || (manager === 'dnf' && seen.includes(chosen ?? ''))
  if (isNewest && chosen !== undefined) {
    const ofMany = listed.length === 1 ? 'the only version of it' : `the newest of ${listed.length} versions of it`
    const evidence = `${without}, ${ofMany}`
    const isEarly = chosen.includes('~') && !version.includes('~')
    return isEarly
      ? { ...warn('install', subject, `${evidence}, which is a prerelease where ${version} was expected`), ...told }
      : { ...pass('install', subject, evidence), ...told }
  }
  if (chosen !== undefined && !seen.includes(chosen)) {
    const evidence = `${without}, which is the distribution's, and not ${newest ?? 'ours'}: users have to name the version`
    return { ...warn('install', subject, evidence), ...told }
  }
  const evidence = `${without}, and not ${newest ?? 'the newest'}, the newest of ${name} that the index has: look for what holds it back`
  return { ...fail('install', subject, evidence), ...told }
}

function judgePins(subject: string, cells: readonly Installable[], { manager, pins }: VersionSurvey): Finding {
  const all = cells.flatMap(({ entry }) => pins.get(keyOf(entry)) ?? [])
  const lost = all.find(({ problem }) => problem !== undefined)
  if (lost !== undefined)
    return fail('install', subject, `${manager} does not find ${lost.written}, as users write it: ${lost.problem}`)
  return pass('install', subject, `${manager} finds ${all.map(({ written }) => written).join(', ')}`)
}

function judgeSeen(
  subject: string,
  name: string,
  { seen: listed }: SeenVersions,
  { manager, command }: VersionSurvey,
  expectations: Expectations | undefined,
): Finding {
  // A manager may list a version once for each architecture.
  const seen = [...new Set(listed)]
  const told = { details: [`asked by \`${command}\``] }
  const shown = `${seen.slice(0, 10).join(', ')}${seen.length > 10 ? ` and ${seen.length - 10} more` : ''}`
  const strange = seen.flatMap((version) => {
    const objection = expectations?.object(name, version)
    return objection === undefined ? [] : [`${version}, which ${objection}`]
  })
  if (strange.length > 0)
    return { ...fail('install', subject, `${manager} sees ${strange.join('; ')}: remove it from the repository`), ...told }
  const judged = expectations === undefined ? 'no plan says which of them may be there' : 'the channel takes them all'
  return { ...pass('install', subject, `${manager} sees ${shown || 'none'}; ${judged}`), ...told }
}
