import { mkdir, readdir, rm } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { UserError, type Problem } from '../error.js'
import type { Environment } from '../host/environment.js'
import type { PlannedPackage } from '../plan/plan.js'
import { findBeside } from './beside.js'
import type { Binary } from './binary.js'
import { writeTarball, type Effort, type TarEntry } from './tarball.js'

export interface TarballRequest {
  readonly package: PlannedPackage
  readonly binaries: readonly Binary[]
  /** The folder that holds a source directory for each package. */
  readonly output: string
  readonly compression: Effort
}

/** Packs a package's tarball into its source directory, in place of older ones; resolves to its path. */
export async function packPackage(request: TarballRequest, env: Environment): Promise<string> {
  const directory = join(request.output, request.package.name)
  const file = join(directory, request.package.tarball)
  const entries = await listEntries(request)
  await mkdir(directory, { recursive: true })
  await writeTarball(file, entries, request.package.time, request.compression, env)
  await removeOthers(directory, [basename(file)], /\.orig\.tar\.\w+$/)
  return file
}

/** Removes the files of a folder that match, but for those whose names are to keep. */
export async function removeOthers(directory: string, keep: readonly string[], pattern: RegExp): Promise<void> {
  for (const name of await readdir(directory)) {
    if (pattern.test(name) && !keep.includes(name)) await rm(join(directory, name))
  }
}

/** What the sources gave, and the files that lie beside the config. Throws a {@link UserError} for two of one name. */
async function listEntries({ package: planned, binaries }: TarballRequest): Promise<TarEntry[]> {
  const problems: Problem[] = []
  const entries = binaries.map(({ place, ...entry }): TarEntry => ({ ...entry, name: place }))
  for (const { name, at, ...entry } of await findBeside(planned)) {
    const { file } = entry
    const same = entries.find((entry) => entry.name === name)
    if (same?.file === file) continue
    if (same) problems.push({ message: `Two files of ${planned.name} are called ${name}.`, at })
    entries.push({ executable: false, ...entry, name })
  }
  if (problems.length > 0) throw new UserError(problems)
  return entries
}
