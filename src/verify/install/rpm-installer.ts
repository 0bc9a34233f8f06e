import { join } from 'node:path'
import { findRootAccess } from '../../host/root.js'
import { leaveUnproved, type Finding } from '../finding.js'
import * as attempt from './attempt.js'
import { adviseBase, nameBase } from './base-sources.js'
import { tryBesideDnf } from './second-repository.js'
import { runConfined, type Ground } from './confinement.js'
import { surveyDnf } from './dnf-survey.js'
import { blamesBase, prepareDnf, type Dnf } from './dnf.js'
import { findEmulator, tellHandler } from './emulator.js'
import { inspectArchives } from './inspection.js'
import { dnfComplaint, fullName, planRpmTrial } from './rpm-trial.js'
import { findOwnRpm, nameAll } from './brought-package.js'
import { judgeScripts, rememberScripts, type ProvenScripts } from './scripts.js'
import type { InstallSetting } from './setting.js'
import { findRpmGround, type RpmGround } from './rpm-ground.js'
import { buildStub } from './stub.js'
import { stubName } from './stub-spec.js'
import { judgeTrial, upstreamOf } from './trial.js'
import { judgeVersions } from './version-choice.js'
import { askZypper } from './zypper.js'

/**
 * Prepares the installation of rpms of one architecture: each is resolved, and in an empty root with its base installed,
 * upgraded and erased; without its scripts where this machine cannot run them.
 */
export async function prepareRpms(setting: InstallSetting, proven: ProvenScripts): Promise<attempt.Installer> {
  const { base, architecture, native, handler, folder, host } = setting
  const runs = native || handler !== undefined
  if ((await findRootAccess(host)) === 'none') return refuseAll
  const place = await findRpmGround(join(folder, 'ground'), host)
  const isAssumed = base.kind !== 'repositories'
  const provides = base.kind === 'provides' ? base.provides : []
  const reason = runs ? whyNoScripts(place, isAssumed) : `this machine does not run programs for ${architecture}`
  const busybox = reason === undefined && 'file' in place.busybox ? place.busybox.file : undefined
  const bases = isAssumed ? [`file://${await buildStub(provides, busybox, join(folder, 'stub'), host)}`] : base.urls
  const dnf = await prepareDnf(setting, bases, reason === undefined)
  const shown = await nameBase(isAssumed ? { kind: 'provides', provides } : base)
  return {
    install: (cell) => {
      const resolution = { command: `dnf install ${fullName(cell.entry)}`, base: shown }
      return tryOut(cell, dnf, resolution, { ground: place.ground, isAssumed, reason, proven, setting })
    },
    async survey(cells) {
      const asked = await askZypper(cells, { ground: place.ground, urls: bases, name: shown }, setting)
      // What dnf cannot read is told by every install.
      const survey = cells.length === 0 ? '' : await surveyDnf(dnf, cells)
      const seen = typeof survey === 'string' ? [] : judgeVersions(cells, survey, setting.packages, setting.expectations)
      const beside = { ground: place.ground, basis: basisOf(isAssumed, reason), reason, folder }
      return [...seen, ...(await tryBesideDnf(cells, bases, beside, setting)), ...asked]
    },
  }
}

/** dnf does not even resolve for an ordinary user. */
const refuseAll: attempt.Installer = {
  install: ({ subject, entry }) => {
    const evidence = `\`dnf install ${fullName(entry)}\` was not tried, because it needs root: run as root or install sudo`
    return Promise.resolve(leaveUnproved('install', subject, evidence))
  },
}

/** Why no script of a package for this machine can run; undefined when they can. */
function whyNoScripts({ obstacle, busybox }: RpmGround, isAssumed: boolean): string | undefined {
  return obstacle ?? (isAssumed && 'problem' in busybox ? busybox.problem : undefined)
}

interface Place {
  readonly ground: Ground
  readonly isAssumed: boolean
  /** Why scripts do not run; undefined when they do. */
  readonly reason: string | undefined
  readonly proven: ProvenScripts
  readonly setting: InstallSetting
}

/** What every root of the base must have for the steps of a trial. */
function basisOf(isAssumed: boolean, reason: string | undefined): readonly string[] {
  if (isAssumed) return [stubName]
  return reason === undefined ? ['/bin/sh', '/usr/bin/env', '/usr/bin/timeout'] : []
}

async function tryOut(cell: attempt.Installable, dnf: Dnf, resolution: attempt.Resolution, place: Place): Promise<Finding> {
  const { entry, expected } = cell
  const { ground, isAssumed, reason, proven, setting } = place
  const { host } = setting
  const basis = basisOf(isAssumed, reason)
  await dnf.forget()
  const download = await dnf.download(entry, basis)
  if (typeof download === 'string')
    return blamesBase(download)
      ? attempt.doubt(cell, resolution, download)
      : attempt.refuse(cell, resolution, `${download}${adviseBase(download, isAssumed)}`)
  const { own, others } = await findOwnRpm(entry, download.archives, host)
  const older = reason === undefined ? attempt.findPrevious(entry, setting.packages) : undefined
  const both = older === undefined ? download : await dnf.download(older, basis)
  const published = typeof both === 'string' ? download.published : both.published
  const refusal = await inspectArchives('rpm', published, host)
  if (refusal !== undefined) return attempt.refuse(cell, resolution, refusal)
  const previous = typeof both === 'string' ? undefined : older
  const trial = {
    entry,
    requirements: [...nameAll(basis), ...others],
    version: upstreamOf(expected),
    files: expected.files,
    previous,
    isAssumed,
  }
  const emulator = reason === undefined ? undefined : await findEmulator(expected.architecture.obs, host)
  const steps = planRpmTrial(trial, dnf, reason === undefined, emulator)
  const verdict = judgeTrial(steps, await runConfined(ground, steps, setting.folder, undefined, host), dnfComplaint)
  const remark =
    older === undefined
      ? `no upgrade was tried: the repository has no older ${entry.name}`
      : `no upgrade was tried: ${older.version} cannot be installed itself: ${typeof both === 'string' ? both : ''}`
  const details = previous === undefined && reason === undefined ? [...verdict.details, remark] : verdict.details
  const files = attempt.tellFiles(expected.files)
  if (reason === undefined) {
    if (verdict.problems.length === 0 && own !== undefined) await rememberScripts(proven, entry, own, host)
    const where = `${isAssumed ? 'a root of that base' : 'a root made of them'}${tellHandler(setting.handler)}`
    return attempt.concludeTrial(cell, resolution, where, { ...verdict, details }, files)
  }
  if (verdict.problems.length > 0 || verdict.obstacle !== undefined)
    return attempt.concludeTrial(cell, resolution, '', verdict, files)
  const scripts = own === undefined ? { proved: false, told: 'nobody found them' } : await judgeScripts(proven, entry, own, host)
  const unpacked = { reason, files: { passed: true, evidence: files }, scripts, programs: verdict }
  return attempt.concludeUnpacked(cell, resolution, unpacked)
}
