import { UserError } from '../error.js'
import { warnOfEnd } from '../key-end.js'
import { childOf, parseXml } from '../xml.js'
import { apiPath, type Osc } from './osc.js'

/** The key that signs what a project publishes. */
export interface ProjectKey {
  /** The project that was asked for. */
  readonly project: string
  /** Whose it is: the project, or the nearest one above that has a key; undefined for the key of the whole instance. */
  readonly owner: string | undefined
  /** In upper-case hex. */
  readonly fingerprint: string
  /** Milliseconds since the epoch; undefined when it never ends. */
  readonly expires: number | undefined
  /** The public key, armored. */
  readonly armored: string
}

/** Asks OBS which key signs a project; undefined when it does not tell, or has no such project. */
export async function readProjectKey(project: string, osc: Osc): Promise<ProjectKey | undefined> {
  const text = await osc.read(apiPath(['source', project, '_keyinfo']))
  if (text === undefined) return undefined
  const info = parseXml(text)
  const key = childOf(info, 'pubkey')
  const fingerprint = key?.attributes['fingerprint']?.replaceAll(' ', '').toUpperCase()
  if (key === undefined || fingerprint === undefined) return undefined
  const seconds = Number(key.attributes['expires'] ?? Number.NaN)
  return {
    project,
    owner: info.attributes['project'],
    fingerprint,
    expires: Number.isFinite(seconds) ? seconds * 1000 : undefined,
    armored: key.text,
  }
}

/** Whose key it is, which one, and its end, with a warning in its last 90 days. */
export function describeProjectKey({ project, owner, fingerprint, expires }: ProjectKey, now: number): string {
  const whose = owner === project ? 'of its own' : owner === undefined ? 'of the OBS instance' : `of ${owner}`
  const key = `${project} is signed with the key ${fingerprint} ${whose}`
  if (expires === undefined) return `${key}, which never expires`
  const date = new Date(expires).toISOString().slice(0, 10)
  if (expires <= now) return `${key}, which expired on ${date}: extend it by obs-extend-key`
  const warning = warnOfEnd(expires, now, 'extend it by obs-extend-key')
  return `${key}, which expires on ${date}${warning === undefined ? '' : ` (${warning})`}`
}

/** Whether somebody must do something about a key within 90 days. */
export function endsSoon({ expires }: ProjectKey, now: number): boolean {
  return expires !== undefined && warnOfEnd(expires, now, '') !== undefined
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
