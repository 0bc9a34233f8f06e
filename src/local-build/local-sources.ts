import { copyFile, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import type { Environment } from '../host/environment.js'
import { hashBytes, hashFile } from '../host/file.js'
import type { PlannedPackage } from '../plan/plan.js'
import type { Binary } from '../source/binary.js'
import { packPackage } from '../source/source-directory.js'

export interface LocalSourceRequest {
  readonly package: PlannedPackage
  /** The files of one architecture: the others' are not needed to build for it. */
  readonly binaries: readonly Binary[]
  /** The folder that gets the source directory. */
  readonly output: string
  /** The folder of its specs and of the small files that they name. */
  readonly beside: string
}

/** Makes the source directory of a package for one architecture, as OBS gives it to a builder; resolves to its path. */
export async function makeSourceDirectory(request: LocalSourceRequest, env: Environment): Promise<string> {
  const folder = join(request.output, request.package.name)
  await rm(folder, { recursive: true, force: true })
  // It is unpacked at once.
  await packPackage({ ...request, compression: 'fast' }, env)
  for (const file of await listFiles(request.beside)) {
    const to = join(folder, basename(file))
    if (file.endsWith('.spec')) await writeFile(to, await readBuiltSpec(file))
    else await copyFile(file, to)
  }
  return folder
}

/** A digest of a spec and of the small files beside it; other specs are no part of it. */
export async function hashSpec(spec: string): Promise<string> {
  const parts = [hashBytes(await readBuiltSpec(spec), 'sha256')]
  for (const file of await listFiles(dirname(spec)))
    if (!file.endsWith('.spec')) parts.push(basename(file), await hashFile(file, 'sha256'))
  return hashBytes(parts.join('\n'), 'sha256')
}

/** The spec with the release of a first build: the 0 in it is for OBS to replace, and no release for Debian's policy. */
async function readBuiltSpec(spec: string): Promise<string> {
  return (await readFile(spec, 'utf8')).replace(/^(Release:[ \t]*)0(?=[ \t]*$|%)/m, (_, tag: string) => `${tag}1`)
}

async function listFiles(folder: string): Promise<string[]> {
  const found = await readdir(folder, { withFileTypes: true })
  return found
    .filter((each) => each.isFile())
    .map(({ name }) => join(folder, name))
    .sort()
}
