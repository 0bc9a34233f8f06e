import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import type { Host } from '../../host/host.js'
import { prepareApt } from './apt-install.js'
import { packageArchitectures } from '../../architecture.js'
import type { LocatedPackage } from '../presence.js'
import { mapInParallel } from '../../host/parallel.js'
import { prepareDnf } from './dnf-install.js'
import { compareFiles } from '../payload-check.js'
import { fail, type Finding } from '../finding.js'
import type { TrustedKey } from '../public-key.js'
import { removeFolder } from '../../host/workspace.js'
import type { PackageEntry } from '../../repository/published-repository.js'

const prepare = { deb: prepareApt, rpm: prepareDnf }

/** Installs every cell into a root of its own; cells of one architecture share one fetched index. */
export async function verifyInstalls(
  cells: readonly LocatedPackage[],
  url: string,
  key: TrustedKey | undefined,
  folder: string,
  host: Host,
): Promise<Finding[]> {
  if (key === undefined)
    return cells.map((cell) =>
      fail('install', cell.subject, 'there is no key to check signatures with, see the check signatures'),
    )
  const groups = groupByArchitecture(cells)
  const findings = await mapInParallel(groups, 2, async ([architecture, group]) => {
    const place = join(folder, architecture)
    await mkdir(place, { recursive: true })
    const [{ format } = { format: undefined }] = group
    if (format === undefined) return []
    const installer = await prepare[format]({ url, key, architecture, folder: place, host })
    const results: Finding[] = []
    for (const cell of group) results.push(await installCell(cell, installer, join(place, 'root'), host))
    return results
  })
  return findings.flat()
}

function groupByArchitecture(cells: readonly LocatedPackage[]): [string, LocatedPackage[]][] {
  const groups = new Map<string, LocatedPackage[]>()
  for (const cell of cells) {
    const architecture = architectureOf(cell)
    groups.set(architecture, [...(groups.get(architecture) ?? []), cell])
  }
  return [...groups]
}

/** A package for every machine is installed on the cell's own. */
function architectureOf({ format, expected, entry }: LocatedPackage): string {
  const names = packageArchitectures(format, expected.architecture)
  const anyMachine = typeof entry === 'string' || entry.architecture === names.at(-1)
  return anyMachine ? names[0] : entry.architecture
}

async function installCell(
  { subject, entry, expected }: LocatedPackage,
  installer: Installer,
  root: string,
  host: Host,
): Promise<Finding> {
  if (typeof entry === 'string') return fail('install', subject, `there is nothing to install: ${entry}`)
  if (installer.problem !== undefined) return fail('install', subject, installer.problem)
  await mkdir(root, { recursive: true })
  const { command, problem } = await installer.install(entry, root)
  if (problem !== undefined) {
    await removeFolder(root, host)
    return fail('install', subject, `\`${command}\` failed: ${problem}`)
  }
  const verdict = await compareFiles(root, expected.files)
  await removeFolder(root, host)
  const outcome = verdict.evidence === '' ? 'no file was stated to compare' : verdict.evidence
  return { check: 'install', subject, ...verdict, evidence: `\`${command}\` resolved and installed; ${outcome}` }
}

/** What a package manager needs to install from a repository for one architecture. */
export interface InstallSetting {
  /** The repository's root, with a slash at its end. */
  readonly url: string
  readonly key: TrustedKey
  /** The format's own name. */
  readonly architecture: string
  /** An empty folder for the package manager's own state. */
  readonly folder: string
  readonly host: Host
}

/** How an installation ended: the command as a person would write it, and what the package manager complained of. */
export interface Installation {
  readonly command: string
  readonly problem: string | undefined
}

/** A package manager with a state of its own. */
export interface Installer {
  /** Why nothing can be installed at all, for example because the repository's signature is refused. */
  readonly problem?: string
  /** Installs one package with what it depends on into an empty root. */
  install(entry: PackageEntry, root: string): Promise<Installation>
}
