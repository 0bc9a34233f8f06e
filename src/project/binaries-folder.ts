import { mkdir, mkdtemp } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import type { Host } from '../host/host.js'

const artifactPrefix = 'artifact:'

/**
 * The absolute path of the folder that the input `binaries` means: a folder, or `artifact:NAME` for one of this workflow
 * run, which is brought here.
 */
export async function openBinaries(given: string | undefined, host: Host): Promise<string | undefined> {
  if (given === undefined) return undefined
  if (!given.startsWith(artifactPrefix)) return resolve(host.directories.work, given)
  await mkdir(host.directories.temp, { recursive: true })
  // It is needed as long as the job is: its programs go into tarballs.
  const folder = await mkdtemp(join(host.directories.temp, 'binaries-'))
  await host.artifacts.download(given.slice(artifactPrefix.length), folder)
  return folder
}
