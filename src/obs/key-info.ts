import { UserError } from '../error.js'
import { childOf, parseXml } from '../xml.js'
import { apiPath, type Osc } from './osc.js'

/** The key that signs what a project publishes. */
export interface ProjectKey {
  /** The project that was asked for. */
  readonly project: string
  /** Whose it is: the project, or the nearest one above that has a key; undefined for the key of the whole instance. */
  readonly owner: string | undefined
  /** The public key. It alone says when it ends: what OBS 2.9.4 tells counts from the last extension, not from its making. */
  readonly armored: string
}

/** Asks OBS which key signs a project; undefined when it does not tell, or has no such project. */
export async function readProjectKey(project: string, osc: Osc): Promise<ProjectKey | undefined> {
  const text = await osc.read(apiPath(['source', project, '_keyinfo']))
  if (text === undefined) return undefined
  const info = parseXml(text)
  const armored = childOf(info, 'pubkey')?.text ?? ''
  return armored === '' ? undefined : { project, owner: info.attributes['project'], armored }
}

/** Whose a key is, behind its name. */
export function nameOwner({ project, owner }: ProjectKey): string {
  return owner === project ? 'its own' : owner === undefined ? 'that of the OBS instance' : `that of ${owner}`
}

/**
 * The key that signs a project, when it is that of `owner`; else a {@link UserError} that names whose it is: only there it can
 * be extended, and that concerns all projects below.
 */
export async function requireKeyOf(owner: string, project: string, osc: Osc): Promise<ProjectKey & { readonly owner: string }> {
  const key = await readProjectKey(project, osc)
  if (key === undefined)
    throw new UserError(`OBS tells no key of ${project}: publish something there first, or look with \`osc signkey ${project}\`.`)
  const { owner: found } = key
  if (found === owner) return { ...key, owner }
  if (found === undefined)
    throw new UserError(
      `${project} is signed with the key of the OBS instance, which only its administrators extend; ask them, or make one of your own there before the first release (\`osc signkey --create ${project}\`).`,
    )
  throw new UserError(
    `${project} is signed with the key of ${found}, not with one of ${owner}: it signs every project below ${found} that has none; give \`project: ${found}\` if you speak for it.`,
  )
}
