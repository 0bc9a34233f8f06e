import type { ExpectedFile } from '../../plan/expectation.js'
import type { ListedPackage, PackageEntry } from '../../repository/published-repository.js'
import { comparePackageVersions } from '../../version/order.js'
import { fail, leaveUnproved, type Finding, type Judgement } from '../finding.js'
import type { BaseName } from './base-sources.js'
import type { LocatedPackage } from '../presence.js'
import type { TrialVerdict } from './trial.js'

/** A cell that the repository has. */
export type Installable = LocatedPackage & { readonly entry: PackageEntry }

/** Installs the cells of one architecture. */
export interface Installer {
  install(cell: Installable): Promise<Finding>
  /** Finds out what is asked of all cells at once. */
  survey?(cells: readonly Installable[]): Promise<readonly Finding[]>
}

/** The newest version before a package's own that the repository has for the same architecture. */
export function findPrevious(entry: ListedPackage, packages: readonly ListedPackage[]): ListedPackage | undefined {
  const older = packages.filter(
    ({ name, version, architecture }) =>
      name === entry.name && architecture === entry.architecture && comparePackageVersions(version, entry.version) < 0,
  )
  return older.sort((one, other) => comparePackageVersions(other.version, one.version))[0]
}

/** What was compared of a package, when all of it was as upstream's. */
export function tellFiles(files: readonly ExpectedFile[]): string {
  return files.map(({ path, sha256 }) => `${path} has sha256 ${sha256}`).join(', ') || 'no file was stated to compare'
}

/** The command that a user types, and against what it was resolved. */
export interface Resolution {
  readonly command: string
  /** Such as `this machine's Debian GNU/Linux 12 (bookworm)`. */
  readonly base: BaseName
}

/** A command that failed, with the package manager's own sentence. */
export function refuse({ subject }: LocatedPackage, { command, base }: Resolution, problem: string): Finding {
  return {
    ...fail('install', subject, `\`${command}\` failed: ${problem}`),
    details: [`resolved against the repository and ${base.inFull}`],
  }
}

/** What nobody could find out, because the base is not there. */
export function doubt({ subject }: LocatedPackage, { command, base }: Resolution, reason: string): Finding {
  return leaveUnproved('install', subject, `\`${command}\` was not resolved, because ${base.inFull} could not be read: ${reason}`)
}

/** What came of a package that was installed into a root with everything that belongs to it. */
export function concludeTrial(
  { subject }: LocatedPackage,
  { command, base }: Resolution,
  ground: string,
  { problems, details, obstacle }: TrialVerdict,
  files: string,
): Finding {
  const steps = [`resolved against the repository and ${base.inFull}`, ...details]
  if (problems.length > 0) return { ...fail('install', subject, problems.join('; ')), details: steps }
  const resolved = `\`${command}\` resolved against ${base.short}`
  if (obstacle !== undefined)
    return { ...leaveUnproved('install', subject, `${resolved} and was not installed: ${obstacle}`), details: steps }
  const evidence = `${resolved} and installed in ${ground}; ${files}`
  return { check: 'install', subject, passed: true, evidence, details: steps }
}

/** A package that was taken apart, because its scripts cannot run here. */
export interface Unpacked {
  /** Why they cannot. */
  readonly reason: string
  readonly files: Judgement
  readonly scripts: { readonly proved: boolean; readonly told: string }
  /** Why nobody knows whether it can be installed at all. */
  readonly unresolved?: string | undefined
  /** What its programs said, where an emulator ran them. */
  readonly programs?: TrialVerdict | undefined
}

/** What came of a package whose scripts did not run. */
export function concludeUnpacked(
  { subject }: LocatedPackage,
  { command, base }: Resolution,
  { reason, files, scripts, unresolved, programs }: Unpacked,
): Finding {
  const resolved =
    unresolved === undefined
      ? `resolved against the repository and ${base.inFull}`
      : `not resolved, because ${base.inFull} could not be read: ${unresolved}`
  const steps = [resolved, `installed without scripts, because ${reason}`, `of the scripts: ${scripts.told}`]
  const details = [...steps, ...(programs?.details ?? [])]
  if (!files.passed) return { check: 'install', subject, ...files, details }
  if (programs !== undefined && programs.problems.length > 0)
    return { ...fail('install', subject, programs.problems.join('; ')), details }
  const start = unresolved === undefined ? `resolved against ${base.short} and` : `was ${resolved}; it is`
  const evidence = `\`${command}\` ${start} installed without scripts (${scripts.told}), because ${reason}; ${files.evidence || tellFiles([])}`
  return scripts.proved && unresolved === undefined
    ? { check: 'install', subject, passed: true, evidence, details }
    : { ...leaveUnproved('install', subject, evidence), details }
}
