import { mkdtemp } from 'node:fs/promises'
import { basename, join } from 'node:path'
import type { Host } from '../../host/host.js'
import { findRootAccess } from '../../host/root.js'
import { complaint, runTool } from '../../host/tool.js'
import { removeFolder } from '../../host/workspace.js'
import type { Finding } from '../finding.js'
import { compareFiles } from '../installed-files.js'
import type { Apt } from './apt.js'
import * as attempt from './attempt.js'
import { runConfined } from './confinement.js'
import { aptComplaint } from './deb-trial.js'
import { findEmulator } from './emulator.js'
import { inspectArchives } from './inspection.js'
import { askPrograms } from './program-step.js'
import { judgeScripts, type ProvenScripts } from './scripts.js'
import { judgeTrial, upstreamOf, type TrialVerdict } from './trial.js'

/** Takes a deb apart where its scripts cannot run, and compares its files. */
export async function unpackDeb(
  cell: attempt.Installable,
  apt: Apt,
  resolution: attempt.Resolution,
  why: Pick<attempt.Unpacked, 'reason' | 'unresolved'>,
  proven: ProvenScripts,
  host: Host,
): Promise<Finding> {
  const { entry, expected } = cell
  const archive = await apt.fetch(entry)
  if (typeof archive === 'string') return attempt.refuse(cell, resolution, archive)
  const refusal = await inspectArchives('deb', [{ ...archive, name: basename(entry.path) }], host)
  if (refusal !== undefined) return attempt.refuse(cell, resolution, refusal)
  const root = await mkdtemp(join(apt.folder, 'root-'))
  const extracted = await runTool(host, 'dpkg-deb', ['--extract', archive.file, root], { timeout: 300 })
  if (extracted.code !== 0) return attempt.refuse(cell, resolution, complaint(extracted, /error/))
  const files = await compareFiles(root, expected.files)
  const programs = files.passed ? await emulatePrograms(cell, root, apt.folder, host) : undefined
  await removeFolder(root, host)
  const scripts = await judgeScripts(proven, entry, archive.file, host)
  return attempt.concludeUnpacked(cell, resolution, { ...why, files, scripts, programs })
}

/** Asks the programs below a root by an emulator, when this machine has one and gives it a root. */
async function emulatePrograms(
  { entry, expected }: attempt.Installable,
  root: string,
  folder: string,
  host: Host,
): Promise<TrialVerdict | undefined> {
  const emulator = await findEmulator(expected.architecture.obs, host)
  if (emulator === undefined || (await findRootAccess(host)) === 'none') return undefined
  const version = upstreamOf(expected)
  const trial = { entry, requirements: [], version, files: expected.files, previous: undefined, isAssumed: true }
  const step = askPrograms(trial, emulator)
  if (step === undefined) return undefined
  const course = await runConfined({ kind: 'overlay', lower: root, confined: true }, [step], folder, undefined, host)
  return judgeTrial([step], course, aptComplaint)
}
