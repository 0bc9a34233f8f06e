import { ServiceError } from '../error.js'
import { mapInParallel } from '../host/parallel.js'
import type { Host } from '../host/host.js'
import { publishedFolder, type BuiltFile } from './container.js'
import { apiPath, type Osc } from './osc.js'
import type { CellVersions } from '../version/cell-versions.js'
import { childrenOf, parseXml } from '../xml.js'

/** A package as users can get it now. */
export interface Released {
  readonly package: string
  readonly project: string
  /** Undefined when the build project publishes itself. */
  readonly container?: string
  readonly versions: CellVersions
  readonly files: readonly BuiltFile[]
  readonly changed: boolean
}

/**
 * Waits until OBS lists every released file among the published ones. File names are the only trustworthy
 * sign: right after a release the repository's state still says published.
 */
export async function waitUntilPublished(
  released: readonly Released[],
  limits: { timeout: number; interval: number },
  osc: Osc,
  host: Host,
): Promise<void> {
  const start = host.clock.now()
  let folders = foldersOf(released)
  for (let pause = Math.min(1000, limits.interval); ; pause = Math.min(pause * 1.5, limits.interval)) {
    folders = await stillMissing(folders, osc)
    const first = folders[0]
    if (!first) return
    if (host.clock.now() - start + pause > limits.timeout) {
      throw new ServiceError({
        url: first.path,
        reason: `${first.files[0]} is released but not published after ${Math.round(limits.timeout / 60_000)} minutes`,
        retriable: true,
      })
    }
    host.log.debug(`waiting for ${first.path} to list ${first.files[0]}`)
    await host.clock.sleep(pause)
  }
}

interface Folder {
  readonly path: string
  readonly files: readonly string[]
}

function foldersOf(released: readonly Released[]): readonly Folder[] {
  const folders = new Map<string, string[]>()
  for (const { project, files } of released) {
    for (const { repository, file } of files) {
      const path = apiPath(['published', project, repository, publishedFolder(file)])
      folders.set(path, [...(folders.get(path) ?? []), file])
    }
  }
  return [...folders].map(([path, files]) => ({ path, files }))
}

async function stillMissing(folders: readonly Folder[], osc: Osc): Promise<readonly Folder[]> {
  // One folder tells whether it is worth asking for the others.
  const [first, ...rest] = folders
  if (!first || !(await isPublished(first, osc))) return folders
  const published = await mapInParallel(rest, 3, (folder) => isPublished(folder, osc))
  return rest.filter((_, index) => published[index] !== true)
}

async function isPublished({ path, files }: Folder, osc: Osc): Promise<boolean> {
  const text = await osc.read(path)
  if (text === undefined) return false
  const listed = childrenOf(parseXml(text), 'entry').map(({ attributes }) => attributes['name'])
  return files.every((file) => listed.includes(file))
}
