import { mkdir, mkdtemp, rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { Host } from './host.js'

/** Gives the task a private folder under the host's temporary one, and removes it however the task ends. */
export async function withWorkspace<T>(host: Host, task: (folder: string) => Promise<T>): Promise<T> {
  await mkdir(host.directories.temp, { recursive: true })
  const folder = await mkdtemp(join(host.directories.temp, 'verify-'))
  try {
    return await task(folder)
  } finally {
    await removeFolder(folder, host)
  }
}

/** Removes a folder, also one in which a package manager left files of root's; only warns when it cannot. */
export async function removeFolder(folder: string, host: Host): Promise<void> {
  try {
    await rm(folder, { recursive: true, force: true })
  } catch {
    const removed = await host.exec('sudo', ['-n', 'rm', '-rf', '--', folder], { allow: 'any' }).catch(() => undefined)
    if (removed?.code !== 0) host.log.warning(`could not remove the temporary folder ${folder}: remove it by hand`)
  }
}
