import { mkdir, mkdtemp, readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { writeWhole } from '../host/file.js'
import type { Host } from '../host/host.js'

/** Uploads a file of the checkout, as it is now, under its path in the repository. */
export async function uploadFile(name: string, path: string, file: string, host: Host): Promise<void> {
  await mkdir(host.directories.temp, { recursive: true })
  const folder = await mkdtemp(join(host.directories.temp, 'file-'))
  try {
    await writeWhole(join(folder, path), await readFile(file))
    await host.artifacts.upload(name, folder)
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}
