import { join } from 'node:path'
import type { ListedPackage } from '../../repository/published-repository.js'
import type { Host } from '../../host/host.js'
import { target, type Apt } from './apt.js'
import type { Installable } from './attempt.js'
import { runConfined, type Ground } from './confinement.js'
import { aptComplaint, planDebUpgrade } from './deb-trial.js'
import type { Dnf } from './dnf.js'
import type { DebGround } from './ground.js'
import { inspectArchives } from './inspection.js'
import { findOwnDeb, findOwnRpm, nameAll } from './brought-package.js'
import { dnfComplaint, fullName, planRpmUpgrade } from './rpm-trial.js'
import { judgeTrial, upstreamOf, type Trial, type TrialVerdict } from './trial.js'

/**
 * Carries out what a user does who has a package of another repository: installs that, configures both, and upgrades.
 * @param other an apt that knows the other repository alone; its folder is inside of the first one's
 */
export async function upgradeDeb(
  cell: Installable,
  older: ListedPackage,
  { both, other }: { readonly both: Apt; readonly other: Apt },
  found: DebGround,
  host: Host,
): Promise<TrialVerdict> {
  if ('reason' in found) return leaveOut(found.reason)
  const { ground } = found
  const status = join(ground.lower, 'var/lib/dpkg/status')
  const before = other.problem ?? (await other.readBase()) ?? (await other.download(older, status))
  if (typeof before === 'string') return leaveOut(`${older.version} cannot be installed itself: ${before}`)
  const after = await both.download(cell.entry, status)
  if (typeof after === 'string') return refuse(`\`apt-get install ${target(cell.entry)}\` failed: ${after}`)
  const refusal = await inspectArchives('deb', [...before.published, ...after.published], host)
  if (refusal !== undefined) return refuse(refusal)
  const { others } = await findOwnDeb(older, before.archives, host)
  const trial = { ...trialOf(cell), requirements: others }
  const sources = { folder: other.folder, archives: before.folder }
  const steps = planDebUpgrade(trial, older, sources, { folder: both.folder, archives: after.folder })
  return judgeTrial(steps, await runConfined(ground, steps, both.folder, both.folder, host), aptComplaint)
}

/** Where rpms are tried. */
export interface RpmPlace {
  readonly ground: Ground
  /** The names of what every root of the base must have. */
  readonly basis: readonly string[]
  /** Why scripts do not run; undefined when they do. */
  readonly reason: string | undefined
  readonly folder: string
}

/** As {@link upgradeDeb}; dnf, which knows both repositories, takes what the older package needs from either. */
export async function upgradeRpm(
  cell: Installable,
  older: ListedPackage,
  dnf: Dnf,
  { ground, basis, reason, folder }: RpmPlace,
  host: Host,
): Promise<TrialVerdict> {
  if (reason !== undefined) return leaveOut(reason)
  await dnf.forget()
  const before = await dnf.download(older, basis)
  if (typeof before === 'string') return leaveOut(`${older.version} cannot be installed itself: ${before}`)
  const { others } = await findOwnRpm(older, before.archives, host)
  const after = await dnf.download(cell.entry, basis)
  if (typeof after === 'string') return refuse(`\`dnf install ${fullName(cell.entry)}\` failed: ${after}`)
  const refusal = await inspectArchives('rpm', after.published, host)
  if (refusal !== undefined) return refuse(refusal)
  const trial = { ...trialOf(cell), requirements: [...nameAll(basis), ...others] }
  const steps = planRpmUpgrade(trial, older, dnf)
  return judgeTrial(steps, await runConfined(ground, steps, folder, undefined, host), dnfComplaint)
}

function trialOf({ entry, expected }: Installable): Trial {
  const { files } = expected
  return { entry, requirements: [], version: upstreamOf(expected), files, previous: undefined, isAssumed: true }
}

function refuse(problem: string): TrialVerdict {
  return { problems: [problem], details: [] }
}

function leaveOut(obstacle: string): TrialVerdict {
  return { problems: [], details: [], obstacle }
}
