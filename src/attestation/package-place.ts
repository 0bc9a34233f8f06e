import { rm } from 'node:fs/promises'
import { basename, dirname, join, resolve } from 'node:path'
import { redactUrl, UserError, WorkError } from '../error.js'
import { hashFile } from '../host/file.js'
import type { Host } from '../host/host.js'
import { mapInParallel } from '../host/parallel.js'
import { withWorkspace } from '../host/workspace.js'
import { readContents } from '../package/package-contents.js'
import { findPackages } from '../package/package-folder.js'
import { readPackage } from '../package/reader.js'
import { readDebRepository } from '../repository/deb-index.js'
import type { PackageEntry } from '../repository/published-repository.js'
import { openRemote, staysInside, type RemoteFiles } from '../repository/remote-files.js'
import { readRpmRepository } from '../repository/rpm-index.js'
import { compareFile } from '../repository/stated.js'
import type { DescribedPackage } from './spdx-element.js'

/** Which packages of a place are wanted. */
export interface Wanted {
  /** By their names; undefined for all. */
  readonly names: readonly string[] | undefined
  /** By their SHA-256; undefined for all. */
  readonly digests: ReadonlySet<string> | undefined
}

const readers = {
  deb: { sign: 'Release', read: readDebRepository },
  rpm: { sign: 'repodata/repomd.xml', read: readRpmRepository },
}

/**
 * Looks into every wanted package of a place: a path, or the address of a package or repository, whose signatures are
 * verify-repo's matter. Throws a {@link UserError} when neither is there, and a {@link WorkError} for an index or a package that
 * is not what it should be.
 */
export async function describePlace(place: string, wanted: Wanted, host: Host): Promise<readonly DescribedPackage[]> {
  const isRemote = /^https?:\/\//i.test(place)
  if (isRemote) return withWorkspace(host, (folder) => describeRemote(place, wanted, folder, host))
  const files = await findPackages(resolve(host.directories.work, place))
  const found = await mapInParallel(files, 2, (file) => describe(file, basename(file), undefined, wanted, host))
  return found.flat()
}

async function describe(
  file: string,
  name: string,
  url: string | undefined,
  { names, digests }: Wanted,
  host: Host,
): Promise<readonly DescribedPackage[]> {
  const sha256 = await hashFile(file, 'sha256')
  if (digests?.has(sha256) === false) return []
  const model = await readPackage(file, host, url ?? name)
  if (names?.includes(model.name) === false) return []
  return [{ file: name, url, sha256, model, contents: await readContents(model.format, file, host) }]
}

async function describeRemote(url: string, wanted: Wanted, folder: string, host: Host): Promise<readonly DescribedPackage[]> {
  if (!URL.canParse(url)) throw new UserError(`${url} is no address: write it as https://host/path.`)
  const { pathname } = new URL(url)
  if (/\.(deb|rpm)$/.test(pathname)) {
    const file = join(folder, 'package')
    await host.http.download(url, file)
    return describe(file, decodeURIComponent(basename(pathname)), redactUrl(url), wanted, host)
  }
  const source = openRemote(url, folder, host)
  for (const format of ['deb', 'rpm'] as const) {
    if ((await source.fetch(readers[format].sign)) === undefined) continue
    const { names } = wanted
    const selection = { isWanted: (name: string) => names?.includes(name) ?? true, ...(names === undefined ? {} : { names }) }
    const { observations, packages } = await readers[format].read(source, selection, host)
    const failed = observations.find(({ state }) => state === 'unsound')
    if (failed || packages === undefined)
      throw new WorkError(`The repository ${redactUrl(source.url)} is not sound: ${failed?.subject}: ${failed?.told}.`)
    const chosen = packages.filter(({ stated: { digests } }) => isWanted(digests.sha256, wanted))
    return (await mapInParallel(chosen, 2, (entry) => describeEntry(entry, source, wanted, host))).flat()
  }
  throw new UserError(
    `${redactUrl(url)} is neither a package nor a repository with Release or repodata/repomd.xml in it: check the address.`,
  )
}

function isWanted(sha256: string | undefined, { digests }: Wanted): boolean {
  return digests === undefined || sha256 === undefined || digests.has(sha256)
}

/** Only one download for each task is on disk at a time. */
async function describeEntry(
  { path, stated }: PackageEntry,
  source: RemoteFiles,
  wanted: Wanted,
  host: Host,
): Promise<readonly DescribedPackage[]> {
  const shown = redactUrl(`${source.url}${path.replace(/^\.\//, '')}`)
  if (!staysInside(path)) throw new WorkError(`The index of ${redactUrl(source.url)} points outside of it, to ${path}.`)
  const file = await source.fetch(path)
  if (file === undefined) throw new WorkError(`${shown} is in the index but not there: publish the repository again.`)
  const problem = await compareFile(file, stated)
  if (problem !== undefined) throw new WorkError(`${shown} ${problem} by the index: publish the repository again.`)
  const described = await describe(file, basename(path), shown, wanted, host)
  await rm(dirname(file), { recursive: true })
  return described
}
