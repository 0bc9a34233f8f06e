import { readdir, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { UserError } from '../error.js'
import type { Host } from '../host/host.js'
import { mapInParallel } from '../host/parallel.js'
import type { PackageModel } from '../package/package-model.js'
import { readPackage } from '../package/reader.js'

/**
 * Reads a package, or every .deb and .rpm below a folder. Throws a {@link UserError} when nothing is at the path, and a
 * WorkError that names a package which cannot be read.
 */
export async function readLocal(path: string, host: Host): Promise<readonly PackageModel[]> {
  const stats = await stat(path).catch(() => undefined)
  if (stats === undefined) throw new UserError(`There is neither a package nor a folder at ${path}: check the path.`)
  const files = stats.isDirectory() ? await findPackages(path) : [path]
  return mapInParallel(files, 2, (file) => readPackage(file, host))
}

async function findPackages(folder: string): Promise<readonly string[]> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true })
  return entries
    .filter((entry) => !entry.isDirectory() && /\.(deb|rpm)$/.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name))
    .sort()
}
