import { ServiceError, UserError } from '../error.js'
import type { Host } from '../host/host.js'
import { childrenOf, element, parseXml } from '../xml.js'
import { writeXml } from '../xml-writer.js'
import { packageMeta } from './meta.js'
import { apiPath, type Osc } from './osc.js'
import { isOurProject, metaPath } from './project-survey.js'

/** A package that has nothing and is there for a moment only. */
const empty = 'obs-publish-republication'

/**
 * Has OBS write and sign the repositories of a project again, nothing of which has changed. No command of the front end does
 * that. But the publisher writes everything anew when the title of a project has changed, and looks when packages are
 * unpublished: so the title says until when the key is good, and a package without any binaries is unpublished, which takes
 * nothing from anybody. A project that obs-publish did not make is a {@link UserError}.
 * @param note what the title says behind its words; another one than the last time
 */
export async function republish(project: string, note: string, osc: Osc, host: Host): Promise<void> {
  if (!(await isOurProject(project, osc)))
    throw new UserError(
      `${project} was not made by obs-publish, so its title is left alone, by which its repositories would be published again; release a version there, or adopt it by obs-provision.`,
    )
  const text = await osc.read(metaPath(project))
  if (text === undefined) throw new UserError(`OBS has no ${project}; publish a version first.`)
  const titled = setNote(text, note)
  if (titled !== text) await osc.change('PUT', metaPath(project), { text: titled })
  const place = apiPath(['source', project, empty, '_meta'])
  if ((await osc.read(place)) === undefined) await osc.change('PUT', place, { text: writeXml(packageMeta(project, empty)) })
  const command = apiPath(
    ['build', project],
    [
      ['cmd', 'unpublish'],
      ['package', empty],
    ],
  )
  try {
    await osc.change('POST', command)
  } catch (error) {
    if (!(error instanceof ServiceError) || !error.retriable) throw error
    host.log.info(`${error.message}; asking again, which has no other effect`)
    await osc.change('POST', command)
  } finally {
    await osc.change('DELETE', apiPath(['source', project, empty]))
  }
}

/** A _meta whose title ends with a note in brackets, in place of the last one. */
export function setNote(meta: string, note: string): string {
  const root = parseXml(meta)
  const [title] = childrenOf(root, 'title')
  const words = (title?.text ?? '').replace(/ \(key until [^()]*\)$/, '')
  const changed = element('title', {}, `${words} (key until ${note})`)
  const children =
    title === undefined ? [changed, ...root.children] : root.children.map((each) => (each === title ? changed : each))
  return writeXml({ ...root, children })
}
