import { copyFile, link, mkdir, readFile, rename, rm } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { openArchive } from './debian-archive.js'
import { exists, hashBytes, hashFile, writeWhole } from '../host/file.js'
import type { Host } from '../host/host.js'
import { withLock } from '../host/lock.js'
import { findArchitecture, type ArchitectureNames } from '../architecture.js'
import { account, base, debbuildBase, imagePackage, type Layout } from './layout.js'
import { buildOwnPackage } from './own-package.js'
import { commonPackages, fakeArchitecture } from './own-packages.js'
import { debianRoot, outsideImage } from './project-config.js'

/** The packages of the build environments, as files in the cache. */
export interface BuildRoot {
  /** Files that every architecture has: package name to path. */
  readonly common: ReadonlyMap<string, string>
  /** Those of them that come by a path of their own: debbuild and its macros. */
  readonly debbuild: ReadonlyMap<string, string>
  /** The fakearch package by OBS architecture. */
  readonly fakearch: ReadonlyMap<string, string>
  /** Names the exact content, all architectures' `fakearch` left out. */
  readonly digest: string
  /** Names the content of the preinstall image. */
  readonly imageDigest: string
}

/** What OBS has in a project of its own, because no distribution has it. */
const debbuildPackages = ['debbuild', 'systemd-deb-macros']

/** A build root this old is brought up to date when the network allows. */
const refreshAfter = 7 * 24 * 3600 * 1000

/** Brings together what the build root consists of; a second call downloads nothing. The sandbox's own packages are made in `folder`. */
export async function gatherBuildRoot(
  options: { architectures: readonly ArchitectureNames[]; native: ArchitectureNames; debbuild?: string | undefined },
  folder: string,
  host: Host,
): Promise<BuildRoot> {
  const cache = join(host.directories.cache, 'sandbox')
  const common = new Map<string, string>()
  const debbuild = new Map<string, string>()
  const files = await withLock(join(cache, 'lock'), host, 900_000, () => downloadRoot(cache, options.native, host))
  for (const file of files) common.set(packageName(file), file)
  await mkdir(folder, { recursive: true })
  const commons = await commonPackages(join(host.directories.suite, 'dist', 'sandbox'))
  await Promise.all(
    commons.map(async (own) => {
      const real = own.name === 'debbuild' ? options.debbuild : undefined
      const place = debbuildPackages.includes(own.name) ? debbuild : common
      place.set(own.name, real ?? (await buildOwnPackage(own, folder, own.name, host)))
    }),
  )
  const fakearch = new Map<string, string>()
  await Promise.all(
    options.architectures.map(async (architecture) => {
      const own = fakeArchitecture(architecture, options.native)
      fakearch.set(architecture.obs, await buildOwnPackage(own, folder, `fakearch-${architecture.obs}`, host))
    }),
  )
  // Names with checksums: own packages change without a new version.
  const lines = new Map<string, string>()
  for (const [name, file] of [...common, ...debbuild]) lines.set(name, `${await hashFile(file, 'sha256')} ${name}`)
  const name = (all: readonly string[]) => hashBytes([...all].sort().join('\n'), 'sha256')
  const imaged = [...lines].filter(([packageNamed]) => !outsideImage.includes(packageNamed)).map(([, line]) => line)
  return { common, debbuild, fakearch, digest: name([...lines.values()]), imageDigest: name(imaged) }
}

async function downloadRoot(cache: string, native: ArchitectureNames, host: Host): Promise<readonly string[]> {
  const folder = join(cache, 'debian')
  const record = join(cache, 'debian.json')
  const key = `${native.deb} ${debianRoot.join(' ')}`
  const known = await readRecord(record, key, folder)
  if (known !== undefined && host.clock.now() - known.time < refreshAfter) return known.files
  try {
    host.log.info('Gathering the packages of the build root from Debian')
    const archive = await openArchive({ architectures: [native.deb], suites: [], directory: join(cache, 'apt') }, host)
    const files = await archive.downloadClosure(debianRoot, folder)
    await writeWhole(record, JSON.stringify({ key, time: host.clock.now(), files: files.map((file) => basename(file)) }))
    return files
  } catch (error) {
    if (known === undefined) throw error
    host.log.warning(
      `The build root stays as it was downloaded earlier: ${error instanceof Error ? error.message : String(error)}`,
    )
    return known.files
  }
}

async function readRecord(record: string, key: string, folder: string): Promise<{ time: number; files: string[] } | undefined> {
  const text = await readFile(record, 'utf8').catch(() => undefined)
  if (text === undefined) return undefined
  // Written above, whole or not at all.
  const known = JSON.parse(text) as { key: string; time: number; files: string[] }
  if (known.key !== key) return undefined
  const files = known.files.map((name) => join(folder, name))
  for (const file of files) if (!(await exists(file))) return undefined
  return { time: known.time, files }
}

function packageName(file: string): string {
  return basename(file).split('_')[0] ?? ''
}

/** Where a scheduler looks for the packages of the build root. */
export function fullDirectory(
  layout: Layout,
  architecture: string,
  { project, repository }: typeof base | typeof debbuildBase = base,
): string {
  return join(layout.data, 'build', project, repository, architecture)
}

/**
 * Puts the build root where the schedulers read it: copied once, hard-linked for each further architecture. With `keep`
 * what an architecture has already stays, so that nothing looks changed to its scheduler.
 */
export async function installBuildRoot(
  layout: Layout,
  root: BuildRoot,
  architectures: readonly string[],
  keep: boolean,
  host: Host,
): Promise<void> {
  for (const [place, packages] of [
    [base, root.common],
    [debbuildBase, root.debbuild],
  ] as const) {
    let first: string | undefined
    for (const name of architectures) {
      const home = fullDirectory(layout, name, place)
      const target = join(home, ':full')
      if (!keep || !(await exists(target))) {
        const partial = `${target}.new`
        await rm(partial, { recursive: true, force: true })
        await mkdir(partial, { recursive: true })
        for (const [packageNamed, file] of packages) {
          const to = join(partial, `${packageNamed}.deb`)
          await (first === undefined ? copyFile(file, to) : link(join(first, `${packageNamed}.deb`), to))
        }
        if (place === base) await copyFile(root.fakearch.get(name) ?? '', join(partial, 'fakearch.deb'))
        // The scheduler's digest of the old content and the image made of it.
        for (const stale of [':full', ':full.solv', ':preinstallimages', imagePackage])
          await rm(join(home, stale), { recursive: true, force: true })
        await rename(partial, target)
      }
      first ??= target
    }
  }
  await host.exec('chown', ['-R', `${account}:${account}`, join(layout.data, 'build')])
}

/** The architecture of this machine. */
export async function nativeArchitecture(host: Host): Promise<ArchitectureNames | undefined> {
  return findArchitecture((await host.exec('uname', ['-m'])).stdout.trim())
}
