import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { WorkError } from '../error.js'
import { exists, hashBytes, hashFile } from '../host/file.js'
import type { Host } from '../host/host.js'
import { workFolder } from './build-order.js'
import type { Signer } from './signer.js'
import { readStamp, writeStamp } from './stamp.js'
import type { Tool } from '../host/tool.js'
import { debRepository } from './deb-repository.js'
import { rpmRepository } from './rpm-repository.js'

/** What a repository says of itself. */
export interface RepositoryTitle {
  readonly origin: string
  readonly label: string
  readonly suite: string
}

export interface RepositoryRequest {
  /** Holds the packages, of any version, and gets the metadata. */
  readonly folder: string
  readonly title: RepositoryTitle
  /** Seconds since the epoch, later than those of the metadata that was there. */
  readonly time: number
  readonly signer: Signer | undefined
}

/** The metadata of one format. */
export interface RepositoryKind {
  readonly format: string
  readonly ending: string
  readonly tools: readonly Tool[]
  /** The time of the metadata in a folder, if there is some. */
  readTime(folder: string): Promise<number | undefined>
  /** Writes the metadata and signs it; resolves to the paths of its files below the folder. */
  write(request: RepositoryRequest, host: Host): Promise<readonly string[]>
}

/** Every format that has repositories. */
export const repositoryKinds: readonly RepositoryKind[] = [debRepository, rpmRepository]

export interface RepositoriesRequest {
  /** The folder with a folder for each format. */
  readonly output: string
  readonly title: RepositoryTitle
  /** Seconds since the epoch: the newest of the packages. */
  readonly time: number
  readonly signer: Signer | undefined
}

/**
 * Makes a repository of each format's folder that has packages, unless it is one of these very packages already. Throws
 * a {@link WorkError} or ToolError for a file there that is called as packages are and is none.
 */
export async function writeRepositories(request: RepositoriesRequest, host: Host): Promise<void> {
  const { output, title, signer } = request
  for (const kind of repositoryKinds) {
    const folder = join(output, kind.format)
    const packages = (await exists(folder)) ? await listPackages(folder, kind.ending) : []
    if (packages.length === 0) continue
    const inputs = await hashPackages(folder, packages, title, signer)
    const stamp = join(workFolder(output), 'stamps', `repository.${kind.format}.json`)
    if (await readStamp(stamp, inputs, folder)) {
      host.log.info(`the ${kind.format} repository is up to date`)
      continue
    }
    const before = await kind.readTime(folder)
    // Clients take metadata that is not newer for an attack.
    const time = before === undefined ? request.time : Math.max(request.time, before + 1)
    const written = await kind.write({ folder, title, time, signer }, host)
    const files = []
    for (const place of written) files.push({ place, sha256: await hashFile(join(folder, place), 'sha256'), size: 0 })
    await writeStamp(stamp, { inputs, files })
    host.log.info(`the ${kind.format} repository has ${packages.length} packages: ${folder}`)
  }
}

async function listPackages(folder: string, ending: string): Promise<string[]> {
  return (await readdir(folder, { recursive: true })).filter((name) => name.endsWith(ending)).sort()
}

async function hashPackages(
  folder: string,
  packages: readonly string[],
  title: RepositoryTitle,
  signer: Signer | undefined,
): Promise<string> {
  const digests = []
  for (const name of packages) {
    const file = join(folder, name)
    const sha256 = await hashFile(file, 'sha256').catch((error: unknown) => {
      throw new WorkError(
        `${file} cannot be read (${error instanceof Error ? error.message : String(error)}): mend or remove it.`,
      )
    })
    digests.push([name, sha256])
  }
  return hashBytes(JSON.stringify([title, signer?.fingerprint, digests]), 'sha256')
}
