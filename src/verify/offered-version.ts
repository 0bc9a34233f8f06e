import { join } from 'node:path'
import type { Format } from '../format.js'
import type { Host } from '../host/host.js'
import { withWorkspace } from '../host/workspace.js'
import { parseDebAddress } from '../repository/deb-address.js'
import { readDebRepository } from '../repository/deb-index.js'
import type { ListedPackage, PackageEntry, Selection } from '../repository/published-repository.js'
import { tidyAddress } from '../repository/recognition.js'
import { openRemote } from '../repository/remote-files.js'
import { compareFile, isStrong } from '../repository/stated.js'
import { requireWebAddress } from '../repository/web-address.js'

/** What a repository offers of some packages, or why its index cannot be read. */
export type Offered = { readonly packages: readonly ListedPackage[] } | { readonly problem: string }

/** Milliseconds without a byte after which a download counts as lost. */
const longestSilence = 15_000

/**
 * Lists every version of some packages that the index of a repository has; nothing else of it is read or judged.
 * @param timeout milliseconds that it may take
 */
export async function listOffered(
  format: Format,
  url: string,
  names: readonly string[],
  timeout: number,
  host: Host,
): Promise<Offered> {
  const wanted = new Set(names)
  const found = await readIndex(format, url, { isWanted: (name) => wanted.has(name), names, isExact: () => false }, timeout, host)
  return 'problem' in found ? found : { packages: [...found.packages, ...found.others] }
}

/**
 * Why users of a repository would not get these very files, as a clause about it; undefined when its index has each of them
 * by its bytes. Nothing else of it is read or judged.
 * @param files as the repository calls them, and where they lie here; what is for all architectures was built for each, and one
 * of those is published
 * @param timeout milliseconds that it may take
 */
export async function findUnserved(
  format: Format,
  url: string,
  files: readonly { readonly file: string; readonly path: string }[],
  timeout: number,
  host: Host,
): Promise<string | undefined> {
  const found = await readIndex(format, url, { isWanted: () => true }, timeout, host)
  if ('problem' in found) return `cannot be read: ${found.problem}`
  for (const name of new Set(files.map(({ file }) => file))) {
    const entries = found.packages.filter((each) => each.path.split('/').at(-1) === name)
    if (entries.length === 0) return `does not have ${name}`
    const own = files.filter(({ file }) => file === name).map(({ path }) => path)
    for (const { stated } of entries) if (!(await isAmong(own, stated))) return `has another ${name}`
  }
  return undefined
}

/** Whether one of some files is the very one that an index states, by a digest that package managers go by. */
async function isAmong(paths: readonly string[], stated: PackageEntry['stated']): Promise<boolean> {
  if (!isStrong(stated)) return false
  for (const path of paths) if ((await compareFile(path, stated)) === undefined) return true
  return false
}

interface Index {
  readonly packages: readonly PackageEntry[]
  readonly others: readonly ListedPackage[]
}

function readIndex(
  format: Format,
  url: string,
  selection: Selection,
  timeout: number,
  host: Host,
): Promise<Index | { readonly problem: string }> {
  requireWebAddress(url)
  return withWorkspace(host, async (folder) => {
    const address = parseDebAddress(url)
    const patience = { deadline: host.clock.now() + timeout, idle: longestSilence }
    const source = openRemote(format === 'deb' ? address.uri : tidyAddress(url), join(folder, 'files'), host, patience)
    const published =
      format === 'deb'
        ? await readDebRepository(source, selection, host, address)
        : await (await import('../repository/rpm-index.js')).readRpmRepository(source, selection, host)
    const { packages, others } = published
    if (packages !== undefined) return { packages, others }
    const reason = published.observations.find(({ state }) => state === 'unsound')
    return { problem: reason === undefined ? 'its index cannot be read' : `${reason.subject}: ${reason.told}` }
  })
}
