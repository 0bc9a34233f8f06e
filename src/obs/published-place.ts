import { WorkError } from '../error.js'
import { childrenOf, parseXml } from '../xml.js'
import { publishedFolder, type BuiltFile } from './container.js'
import { apiPath, type Osc } from './osc.js'

/** Where OBS lists published files: the index of a deb repository, which is flat, or the folder of an architecture. */
export interface Place {
  readonly project: string
  readonly repository: string
  readonly path: string
  readonly files: readonly string[]
}

/** Where files of a project are listed once they are published. */
export function placesOf(
  released: readonly { readonly project: string; readonly files: readonly BuiltFile[] }[],
): readonly Place[] {
  const places = new Map<string, Place>()
  for (const { project, files } of released) {
    for (const { repository, file } of files) {
      const part = file.endsWith('.deb') ? 'Packages' : publishedFolder(file)
      const path = apiPath(['published', project, repository, part])
      const known = places.get(path)?.files ?? []
      places.set(path, { project, repository, path, files: [...known, file] })
    }
  }
  return [...places.values()]
}

/** The names of the files that are published there now. */
export async function readPublishedNames({ path }: Place, osc: Osc): Promise<ReadonlySet<string>> {
  const text = await osc.read(path)
  if (text === undefined) return new Set()
  return path.endsWith('/Packages')
    ? new Set([...text.matchAll(/^Filename: (?:.*\/)?([^/\n]+)$/gm)].map(([, name = '']) => name))
    : new Set(childrenOf(parseXml(text), 'entry').map(({ attributes }) => attributes['name'] ?? ''))
}

/**
 * Throws a {@link WorkError} for a repository that OBS cannot publish.
 * @param deed what was done to it: released, withdrawn
 */
export async function requirePublishable({ project, repository }: Place, deed: string, osc: Osc): Promise<void> {
  const text = await osc.read(
    apiPath(
      ['build', project, '_result'],
      [
        ['repository', repository],
        ['view', 'summary'],
      ],
    ),
  )
  const rows = text === undefined ? [] : childrenOf(parseXml(text), 'result').map(({ attributes }) => attributes)
  const broken = rows.find(({ state, code }) => ['broken', 'publishfailed'].includes(state ?? code ?? ''))
  if (broken === undefined) return
  const words = broken['details'] === undefined ? '' : `: ${broken['details']}`
  throw new WorkError(
    `${project}/${repository} ${deed} and OBS cannot publish it, its state is ${broken['state'] ?? broken['code']}${words}; its maintainers or the administrator of that OBS must mend it, then run this again.`,
  )
}
