import { ServiceError } from '../error.js'
import type { Host } from '../host/host.js'
import { requireKeyOf, type ProjectKey } from './key-info.js'
import { apiPath, type Osc } from './osc.js'

/**
 * Extends the key of a project that owns it, by what `osc signkey --extend` sends, and resolves to the key as it is then. When
 * the answer was lost it looks whether the key is another text, and asks again only if it has not.
 * @param project signed with it; the owner or one below it
 */
export async function extendKey(
  { owner, armored }: ProjectKey & { readonly owner: string },
  project: string,
  osc: Osc,
  host: Host,
): Promise<ProjectKey & { readonly owner: string }> {
  const extend = () =>
    osc.change(
      'POST',
      apiPath(
        ['source', owner],
        [
          ['cmd', 'extendkey'],
          ['comment', 'obs-extend-key'],
        ],
      ),
    )
  try {
    await extend()
  } catch (error) {
    if (!(error instanceof ServiceError) || !error.retriable) throw error
    host.log.info(`${error.message}; looking whether it happened`)
    if ((await requireKeyOf(owner, project, osc)).armored === armored) await extend()
  }
  return requireKeyOf(owner, project, osc)
}
