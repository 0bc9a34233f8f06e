import { join } from 'node:path'
import type { Format } from '../format.js'
import type { Host } from '../host/host.js'
import { withWorkspace } from '../host/workspace.js'
import { parseDebAddress } from '../repository/deb-address.js'
import { readDebRepository } from '../repository/deb-index.js'
import type { ListedPackage, Selection } from '../repository/published-repository.js'
import { tidyAddress } from '../repository/recognition.js'
import { openRemote } from '../repository/remote-files.js'
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
  requireWebAddress(url)
  return withWorkspace(host, async (folder) => {
    const address = parseDebAddress(url)
    const patience = { deadline: host.clock.now() + timeout, idle: longestSilence }
    const source = openRemote(format === 'deb' ? address.uri : tidyAddress(url), join(folder, 'files'), host, patience)
    const wanted = new Set(names)
    const selection: Selection = { isWanted: (name) => wanted.has(name), names, isExact: () => false }
    const published =
      format === 'deb'
        ? await readDebRepository(source, selection, host, address)
        : await (await import('../repository/rpm-index.js')).readRpmRepository(source, selection, host)
    if (published.packages !== undefined) return { packages: [...published.packages, ...published.others] }
    const reason = published.observations.find(({ state }) => state === 'unsound')
    return { problem: reason === undefined ? 'its index cannot be read' : `${reason.subject}: ${reason.told}` }
  })
}
