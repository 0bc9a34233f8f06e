import { readdir, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { UserError } from '../error.js'

/** The path itself, or every .deb and .rpm below a folder, sorted. Throws a {@link UserError} when nothing is at the path. */
export async function findPackages(path: string): Promise<readonly string[]> {
  const stats = await stat(path).catch(() => undefined)
  if (stats === undefined) throw new UserError(`There is neither a package nor a folder at ${path}: check the path.`)
  if (!stats.isDirectory()) return [path]
  const entries = await readdir(path, { recursive: true, withFileTypes: true })
  return entries
    .filter((entry) => !entry.isDirectory() && /\.(deb|rpm)$/.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name))
    .sort()
}
