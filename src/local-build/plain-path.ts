import { mkdtemp, rm, symlink } from 'node:fs/promises'
import { join } from 'node:path'
import { UserError } from '../error.js'
import type { Host } from '../host/host.js'

/** Every other character may mean something to rpm's macros, to the shells that it starts, or to tar. */
const plain = /^[\p{L}\p{N}\p{M}/._+@=~-]*$/u

/**
 * Runs a task with a path of a folder that rpmbuild and debbuild take as it is: its own, or that of a link to it in the
 * temporary folder, which is removed afterwards. Throws a {@link UserError} when the temporary folder's path will not do.
 */
export async function withPlainPath<T>(folder: string, host: Host, task: (path: string) => Promise<T>): Promise<T> {
  if (plain.test(folder)) return task(folder)
  const { temp } = host.directories
  if (!plain.test(temp))
    throw new UserError(
      `Neither ${folder} nor the temporary folder ${temp} has a path that rpmbuild can work in; choose an output without spaces and special characters.`,
    )
  const place = await mkdtemp(join(temp, 'build-'))
  try {
    const link = join(place, 'work')
    await symlink(folder, link)
    return await task(link)
  } finally {
    await rm(place, { recursive: true, force: true })
  }
}
