import { join } from 'node:path'
import type { Host } from '../../host/host.js'
import type { ListedPackage } from '../../repository/published-repository.js'
import { fail, type Finding } from '../finding.js'
import { surveyApt } from './apt-survey.js'
import { prepareApt, target, type Apt, type Download } from './apt.js'
import * as attempt from './attempt.js'
import { nameBase } from './base-sources.js'
import { tryBesideApt } from './second-repository.js'
import { runConfined } from './confinement.js'
import { aptComplaint, planDebTrial } from './deb-trial.js'
import { unpackDeb } from './deb-unpacking.js'
import type { DebGround } from './ground.js'
import { inspectArchives, type Archive } from './inspection.js'
import { findOwnDeb } from './brought-package.js'
import { rememberScripts, type ProvenScripts } from './scripts.js'
import type { InstallSetting } from './setting.js'
import { judgeTrial, upstreamOf } from './trial.js'
import { judgeVersions } from './version-choice.js'

/** The base of a package that needs none. */
const nothing = { short: 'the repository alone', inFull: 'nothing else' }

/**
 * Prepares the installation of debs of one architecture: each is resolved, and in a root of its own installed, upgraded and
 * purged where this machine can run what is in it.
 * @param findGround finds the root once for all cells
 */
export async function prepareDebs(
  setting: InstallSetting,
  findGround: (apt: Apt) => Promise<DebGround>,
  proven: ProvenScripts,
): Promise<attempt.Installer> {
  const { native, handler, packages, host } = setting
  const runs = native || handler !== undefined
  const apt = await prepareApt(setting)
  const base = await nameBase(setting.base)
  return {
    async install(cell) {
      const { entry, subject } = cell
      const command = `apt-get install ${target(entry)}`
      if (apt.problem !== undefined) return fail('install', subject, apt.problem)
      // The index of a foreign base takes longer than all the rest, and most programs need nothing of it.
      const isComplete = !runs && (await apt.resolve(entry)) === undefined
      const resolution = { command, base: isComplete ? nothing : base }
      const baseProblem = isComplete ? undefined : await apt.readBase()
      if (baseProblem !== undefined) {
        const unknown = { reason: 'nothing of its base is known', unresolved: baseProblem }
        return unpackDeb(cell, apt, resolution, unknown, proven, host)
      }
      const conflict = isComplete ? undefined : await apt.resolve(entry)
      if (conflict !== undefined) return attempt.refuse(cell, resolution, conflict)
      const ground = await findGround(apt)
      return 'reason' in ground
        ? unpackDeb(cell, apt, resolution, ground, proven, host)
        : tryOut(cell, apt, resolution, ground, { packages, proven, host })
    },
    async survey(cells) {
      if (apt.problem !== undefined || cells.length === 0) return []
      const survey = await surveyApt(apt, cells, setting.address.uri)
      const seen = judgeVersions(cells, survey, packages, setting.expectations)
      return [...seen, ...(await tryBesideApt(cells, setting, native ? findGround : undefined))]
    },
  }
}

async function tryOut(
  cell: attempt.Installable,
  apt: Apt,
  resolution: attempt.Resolution,
  { ground, told }: Exclude<DebGround, { reason: string }>,
  { packages, proven, host }: { packages: readonly ListedPackage[]; proven: ProvenScripts; host: Host },
): Promise<Finding> {
  const { entry, expected } = cell
  const status = join(ground.lower, 'var/lib/dpkg/status')
  const download = await apt.download(entry, status)
  if (typeof download === 'string') return attempt.refuse(cell, resolution, download)
  const { own, others: requirements } = await findOwnDeb(entry, download.archives, host)
  const { previous, remark, published } = await findUpgrade(entry, apt, status, download, packages)
  const refusal = await inspectArchives('deb', published, host)
  if (refusal !== undefined) return attempt.refuse(cell, resolution, refusal)
  const trial = { entry, requirements, version: upstreamOf(expected), files: expected.files, previous, isAssumed: false }
  const steps = planDebTrial(trial, { folder: apt.folder, archives: download.folder })
  const course = await runConfined(ground, steps, apt.folder, apt.folder, host)
  const verdict = judgeTrial(steps, course, aptComplaint)
  if (verdict.problems.length === 0 && own !== undefined) await rememberScripts(proven, entry, own, host)
  const details = [...verdict.details, ...remark]
  const files = attempt.tellFiles(expected.files)
  return attempt.concludeTrial(cell, resolution, told, { ...verdict, details }, files)
}

/** Brings the version before here as well, when the repository has one that can be installed. */
async function findUpgrade(
  entry: ListedPackage,
  apt: Apt,
  status: string,
  download: Download,
  packages: readonly ListedPackage[],
): Promise<{ previous: ListedPackage | undefined; remark: string[]; published: readonly Archive[] }> {
  const { published } = download
  const older = attempt.findPrevious(entry, packages)
  if (older === undefined)
    return { previous: older, remark: [`no upgrade was tried: the repository has no older ${entry.name}`], published }
  const both = await apt.downloadOther(older, status, download)
  if (typeof both !== 'string') return { previous: older, remark: [], published: both.published }
  return {
    previous: undefined,
    remark: [`no upgrade was tried: ${older.version} cannot be installed itself: ${both}`],
    published,
  }
}
