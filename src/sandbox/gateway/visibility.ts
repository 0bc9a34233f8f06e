import { mapInParallel } from '../../host/parallel.js'
import { parseXml, type Element } from '../../xml.js'
import { writeXml } from '../../xml-writer.js'
import type { Metas } from './metas.js'
import { maySee, type Visitor } from './rights.js'

/** Whether a request lists all projects: a front end leaves out those that the account may not see. */
export function isProjectList(method: string, segments: readonly string[]): boolean {
  const [room = '', project = ''] = segments
  return method === 'GET' && ['source', 'build', 'published'].includes(room) && project === '' && segments.length <= 2
}

/**
 * A list without what belongs to projects that somebody may not see.
 * @param projectOf the project that an entry is or belongs to
 */
export async function leaveOutHidden(
  xml: string,
  projectOf: (entry: Element) => string,
  visitor: Visitor,
  metas: Metas,
): Promise<string> {
  const list = parseXml(xml)
  const names = [...new Set(list.children.map(projectOf))]
  const seen = await mapInParallel(names, 8, async (name) => {
    const meta = await metas.read(name)
    return meta === undefined || maySee(meta, visitor)
  })
  const hidden = new Set(names.filter((_, index) => seen[index] === false))
  if (hidden.size === 0) return xml.trimEnd()
  const children = list.children.filter((entry) => !hidden.has(projectOf(entry)))
  const matches = list.attributes['matches'] === undefined ? {} : { matches: String(children.length) }
  return writeXml({ ...list, attributes: { ...list.attributes, ...matches }, children })
}
