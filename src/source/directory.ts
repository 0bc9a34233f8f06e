import { mkdir, readdir, rm } from 'node:fs/promises'
import { basename, join, resolve } from 'node:path'
import type { LoadedConfig } from '../config/config.js'
import type { Package } from '../config/schema.js'
import { UserError, type Problem } from '../error.js'
import { exists } from '../host/file.js'
import type { PlannedPackage } from '../release/plan.js'
import type { Binary } from './binary.js'
import { writeTarball, type Compression, type TarEntry } from './tarball.js'

/** The name of a package's tarball, as debian source packages and the spec expect it. */
export function tarballName(pkg: PlannedPackage): string {
  return `${pkg.name}_${pkg.version.package}.orig.tar.xz`
}

export interface TarballRequest {
  readonly config: LoadedConfig
  readonly package: PlannedPackage
  readonly binaries: readonly Binary[]
  /** The folder that holds a source directory for each package. */
  readonly output: string
  readonly compression: Compression
  /** Seconds since the epoch, for every entry. */
  readonly time: number
}

/** Packs a package's tarball into its source directory, in place of older ones; resolves to its path. */
export async function packPackage(request: TarballRequest): Promise<string> {
  const directory = join(request.output, request.package.name)
  const file = join(directory, tarballName(request.package))
  const entries = [...(await rootEntries(request)), ...request.binaries.map(binaryEntry)]
  await mkdir(directory, { recursive: true })
  await writeTarball(file, entries, request.time, request.compression)
  await removeOthers(directory, file, /\.orig\.tar\.\w+$/)
  return file
}

/** Removes the files of a folder that match, but for the one to keep. */
export async function removeOthers(directory: string, keep: string, pattern: RegExp): Promise<void> {
  for (const name of await readdir(directory)) {
    if (pattern.test(name) && name !== basename(keep)) await rm(join(directory, name))
  }
}

function binaryEntry({ architecture, name, file }: Binary): TarEntry {
  return { name: `${architecture}/${name}`, file, executable: true }
}

/** LICENSE, README.md and the accompanying files, which lie beside the config. */
async function rootEntries({ config, package: planned }: TarballRequest): Promise<TarEntry[]> {
  const pkg = config.config.packages[planned.name]
  if (!pkg) throw new Error(`the plan names ${planned.name}, which the config lacks`)
  const problems: Problem[] = []
  const entries: TarEntry[] = []
  for (const { name, path, key } of accompanying(pkg)) {
    const at = config.locate(['packages', planned.name, ...key])
    const file = resolve(config.folderOf(['packages', planned.name, ...key]), path)
    if (!(await exists(file))) problems.push({ message: `${planned.name} needs ${path}, and there is no ${file}.`, at })
    if (entries.some((entry) => entry.name === name))
      problems.push({ message: `Two files of ${planned.name} are called ${name}.`, at })
    entries.push({ name, file, executable: false })
  }
  if (problems.length > 0) throw new UserError(problems)
  return entries
}

function accompanying(pkg: Package): { name: string; path: string; key: (string | number)[] }[] {
  return [
    { name: 'LICENSE', path: pkg['license-file'], key: ['license-file'] },
    { name: 'README.md', path: pkg.readme, key: ['readme'] },
    ...pkg.files.flatMap((file, index) =>
      'file' in file ? [{ name: basename(file.file), path: file.file, key: ['files', index, 'file'] }] : [],
    ),
  ]
}
