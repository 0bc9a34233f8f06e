import { copyFile, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import type { Environment } from '../host/environment.js'
import { hashBytes, hashFile } from '../host/file.js'
import type { PlannedPackage } from '../plan/plan.js'
import type { Binary } from '../source/binary.js'
import { packPackage } from '../source/source-directory.js'
import type { SourceDirectory } from './package-type.js'

export interface LocalSourceRequest {
  readonly package: PlannedPackage
  /** The files of one architecture: the others' are not needed to build for it. */
  readonly binaries: readonly Binary[]
  /** The folder that gets the source directory. */
  readonly output: string
  /** The spec; the small files that it names lie beside it. */
  readonly spec: string
}

/** Makes the source directory of a package for one architecture, as OBS gives it to a builder. */
export async function makeSourceDirectory(request: LocalSourceRequest, env: Environment): Promise<SourceDirectory> {
  const folder = join(request.output, request.package.name)
  await rm(folder, { recursive: true, force: true })
  // It is unpacked at once.
  await packPackage({ ...request, compression: 'fast' }, env)
  for (const file of await listSmallFiles(request.spec)) await copyFile(file, join(folder, basename(file)))
  const spec = join(folder, basename(request.spec))
  await writeFile(spec, await readBuiltSpec(request.spec))
  return { folder, spec }
}

/** A digest of the spec and of the files beside it. */
export async function hashSpec(spec: string): Promise<string> {
  const parts = [hashBytes(await readBuiltSpec(spec), 'sha256')]
  for (const file of await listSmallFiles(spec)) parts.push(basename(file), await hashFile(file, 'sha256'))
  return hashBytes(parts.join('\n'), 'sha256')
}

/** The spec with the release of a first build: the 0 in it is for OBS to replace, and no release for Debian's policy. */
async function readBuiltSpec(spec: string): Promise<string> {
  return (await readFile(spec, 'utf8')).replace(/^(Release:[ \t]*)0(?=[ \t]*$|%)/m, (_, tag: string) => `${tag}1`)
}

async function listSmallFiles(spec: string): Promise<string[]> {
  const folder = dirname(spec)
  const found = await readdir(folder, { withFileTypes: true })
  const files = found.filter((each) => each.isFile() && each.name !== basename(spec)).map(({ name }) => join(folder, name))
  return files.sort()
}
