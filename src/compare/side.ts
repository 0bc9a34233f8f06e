import { rm } from 'node:fs/promises'
import { join, resolve, dirname } from 'node:path'
import { UserError, redactUrl, WorkError } from '../error.js'
import type { Host } from '../host/host.js'
import { mapInParallel } from '../host/parallel.js'
import type { PackageModel, PackageFormat } from '../package/package-model.js'
import { findPackages } from '../package/package-folder.js'
import { readPackage } from '../package/reader.js'
import { readDebRepository } from '../repository/deb-index.js'
import { compareFile } from '../repository/stated.js'
import type { PackageEntry } from '../repository/published-repository.js'
import { readRpmRepository } from '../repository/rpm-index.js'
import { openRemote, staysInside, type RemoteFiles } from '../repository/remote-files.js'
import { withWorkspace } from '../host/workspace.js'

/**
 * Reads a package, or every .deb and .rpm below a folder. Throws a {@link UserError} when nothing is at the path, and a
 * WorkError that names a package which cannot be read.
 */
export async function readLocal(path: string, host: Host): Promise<readonly PackageModel[]> {
  return mapInParallel(await findPackages(path), 2, (file) => readPackage(file, host))
}

/** Reads the packages of one side: a path, relative to the working directory, or the address of a package or repository. */
export async function readSide(place: string, host: Host): Promise<readonly PackageModel[]> {
  return /^https?:\/\//i.test(place) ? readRemote(place, host) : readLocal(resolve(host.directories.work, place), host)
}

const readers = {
  deb: { sign: 'Release', read: readDebRepository },
  rpm: { sign: 'repodata/repomd.xml', read: readRpmRepository },
}

/**
 * Reads the package at an address, or every package that the repository at an address lists; its signatures are
 * verify-repo's matter. Throws a {@link UserError} when neither is there, and a {@link WorkError} for an index or a package
 * that is not what it should be.
 */
export async function readRemote(url: string, host: Host): Promise<readonly PackageModel[]> {
  if (!URL.canParse(url)) throw new UserError(`${url} is no address: write it as https://host/path.`)
  return withWorkspace(host, async (folder) => {
    if (/\.(deb|rpm)$/.test(new URL(url).pathname)) {
      const file = join(folder, 'package')
      await host.http.download(url, file)
      return [await readPackage(file, host, redactUrl(url))]
    }
    const source = openRemote(url, folder, host)
    const models = []
    let isRepository = false
    for (const format of ['deb', 'rpm'] as const) {
      if ((await source.fetch(readers[format].sign)) === undefined) continue
      isRepository = true
      models.push(...(await readRepository(format, source, host)))
    }
    if (isRepository) return models
    throw new UserError(
      `${redactUrl(url)} is neither a package nor a repository with Release or repodata/repomd.xml in it: check the address.`,
    )
  })
}

async function readRepository(format: PackageFormat, source: RemoteFiles, host: Host): Promise<readonly PackageModel[]> {
  const { observations, packages } = await readers[format].read(source, { isWanted: () => true }, host)
  const failed = observations.find(({ state }) => state === 'unsound')
  if (failed || packages === undefined)
    throw new WorkError(`The repository ${redactUrl(source.url)} is not sound: ${failed?.subject}: ${failed?.told}.`)
  return mapInParallel(packages, 2, (entry) => readEntry(entry, source, host))
}

/** Only one download for each task is on disk at a time. */
async function readEntry({ path, stated }: PackageEntry, source: RemoteFiles, host: Host): Promise<PackageModel> {
  const shown = redactUrl(`${source.url}${path}`)
  if (!staysInside(path)) throw new WorkError(`The index of ${redactUrl(source.url)} points outside of it, to ${path}.`)
  const file = await source.fetch(path)
  if (file === undefined) throw new WorkError(`${shown} is in the index but not there: publish the repository again.`)
  const problem = await compareFile(file, stated)
  if (problem !== undefined) throw new WorkError(`${shown} ${problem} by the index: publish the repository again.`)
  const model = await readPackage(file, host, shown)
  await rm(dirname(file), { recursive: true })
  return model
}
