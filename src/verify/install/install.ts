import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { packageArchitectures } from '../../architecture.js'
import { findProgram } from '../../host/exec.js'
import type { Host } from '../../host/host.js'
import { mapInParallel } from '../../host/parallel.js'
import { defaultBase, type Base } from '../../plan/base.js'
import type { ListedPackage } from '../../repository/published-repository.js'
import { fail, type Finding } from '../finding.js'
import { cellOf, type LocatedPackage } from '../presence.js'
import type { Expectations } from '../request.js'
import type { TrustedKey } from '../public-key.js'
import type { Installable } from './attempt.js'
import { prepareDebs } from './deb-installer.js'
import { findDebGround, type DebGround } from './ground.js'
import { findHandler } from './emulator.js'
import { prepareRpms } from './rpm-installer.js'
import type { ProvenScripts } from './scripts.js'
import type { InstallSetting, RepositoryAddress } from './setting.js'

/** What is installed from where. */
export interface InstallRequest {
  readonly cells: readonly LocatedPackage[]
  readonly address: RepositoryAddress
  readonly key: TrustedKey | undefined
  /** Default: that of the cells' format. */
  readonly base: Base | undefined
  /** Everything that the repository has of the wanted names. */
  readonly packages: readonly ListedPackage[]
  /** Another repository that users have configured as well. */
  readonly beside?: RepositoryAddress | undefined
  /** What the repository may hold; undefined when nobody says. */
  readonly expectations?: Expectations | undefined
  /** A folder for all that is made on the way. */
  readonly folder: string
}

/**
 * Installs every cell as a user would, into a root of its own and nowhere else. Cells of one architecture share one
 * fetched index; this machine's own come first, because what ran of them tells of the others.
 */
export async function verifyInstalls(request: InstallRequest, host: Host): Promise<Finding[]> {
  const { cells, key } = request
  if (key === undefined)
    return cells.map((cell) =>
      fail('install', cell.subject, 'there is no key to check signatures with, see the check signatures'),
    )
  const groups = groupByArchitecture(cells)
  const machine = (await host.exec('uname', ['-m'])).stdout.trim()
  const isNative = ([, group]: Group) => group.some(({ expected }) => expected.architecture.obs === machine)
  const proven: ProvenScripts = new Map()
  const found = new Map<Group, Finding[]>()
  const install = async (group: Group) => {
    found.set(group, await installGroup(group, { ...request, key }, isNative(group), proven, host))
  }
  for (const group of groups.filter(isNative)) await install(group)
  await mapInParallel(
    groups.filter((group) => !isNative(group)),
    2,
    install,
  )
  return groups.flatMap((group) => found.get(group) ?? [])
}

/** Cells by the format's name of their architecture. */
type Group = readonly [architecture: string, cells: readonly LocatedPackage[]]

async function installGroup(
  [architecture, cells]: Group,
  request: InstallRequest & { readonly key: TrustedKey },
  native: boolean,
  proven: ProvenScripts,
  host: Host,
): Promise<Finding[]> {
  const { address, beside, key, packages, expectations } = request
  const folder = join(request.folder, architecture)
  const installable = cells.filter(isInstallable)
  const [first] = installable
  const missing = new Map(cells.map((cell) => [cell, explainMissing(cell)]))
  if (first === undefined) return cells.flatMap((cell) => missing.get(cell) ?? [])
  await mkdir(folder, { recursive: true })
  const base = request.base ?? defaultBase(first.format)
  // Where nothing makes a root of another architecture, its index need not be fetched for one.
  const isPossible = first.format === 'rpm' || (await findProgram('mmdebstrap', host.env['PATH'] ?? '')) !== undefined
  const handler = native || !isPossible ? undefined : await findHandler(first.expected.architecture.obs)
  const common = { address, beside, key, base, folder, packages, expectations, host }
  const setting: InstallSetting = { ...common, architecture, native, handler }
  let ground: Promise<DebGround> | undefined
  const installer =
    first.format === 'deb'
      ? await prepareDebs(setting, (apt) => (ground ??= findDebGround(setting, apt.folder, join(folder, 'ground'))), proven)
      : await prepareRpms(setting, proven)
  const findings: Finding[] = []
  for (const cell of cells) {
    const finding = isInstallable(cell) ? await installer.install(cell) : missing.get(cell)
    if (finding !== undefined) findings.push({ ...finding, cell: cellOf(cell) })
  }
  return [...findings, ...((await installer.survey?.(installable)) ?? [])]
}

function isInstallable(cell: LocatedPackage): cell is Installable {
  return typeof cell.entry !== 'string'
}

function explainMissing({ subject, entry }: LocatedPackage): Finding | undefined {
  return typeof entry === 'string' ? fail('install', subject, `there is nothing to install: ${entry}`) : undefined
}

function groupByArchitecture(cells: readonly LocatedPackage[]): Group[] {
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
