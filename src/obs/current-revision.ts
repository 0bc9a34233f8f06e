import { UserError } from '../error.js'
import type { Revision } from './push.js'
import type { Osc } from './osc.js'
import { readSources } from './source-files.js'
import { childOf, childrenOf } from '../xml.js'

/**
 * The revision that a package has now. A UserError when the package is missing, has no sources, or lacks the file
 * that tells the wanted version's sources from another's: OBS builds the newest sources only.
 */
export async function readRevision(project: string, name: string, osc: Osc, file?: string): Promise<Revision> {
  const current = await readSources(project, name, osc)
  const { rev, srcmd5 } = current?.attributes ?? {}
  if (current === undefined || rev === undefined || srcmd5 === undefined)
    throw new UserError(
      `${project}/${name} has no sources on OBS that the account may see; run obs-push first, or check the names.`,
    )
  const services = childOf(current, 'serviceinfo')
  if (services?.attributes['code'] === 'failed')
    throw new UserError(
      `The source services of ${project}/${name} failed: ${childOf(services, 'error')?.text ?? 'OBS says no more'}; mend its _service file and push it again.`,
    )
  if (file !== undefined && !childrenOf(current, 'entry').some(({ attributes }) => attributes['name'] === file))
    throw new UserError(
      `The sources of ${project}/${name} on OBS are of another version, they lack ${file}; push the wanted version again, or correct the input \`version\`.`,
    )
  return { package: name, rev, srcmd5, changed: false }
}
