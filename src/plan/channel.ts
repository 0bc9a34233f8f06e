import type { Config } from '../config/schema.js'
import { UserError } from '../error.js'
import type { Version } from '../version/version.js'

/**
 * The channel a version goes to: the one asked for, if the version belongs there, else the first of the
 * config that takes versions of its kind. Throws a {@link UserError} when there is none.
 */
export function chooseChannel(channels: Config['channels'], version: Version, wanted: string | undefined): string {
  const names = Object.keys(channels).join(', ')
  if (wanted !== undefined) {
    const channel = channels[wanted]
    if (!channel) throw new UserError(`There is no channel ${wanted}; the config has ${names}.`)
    if (!channel.versions.includes(version.kind)) {
      const takes = channel.versions.join(' and ')
      throw new UserError(`${version.upstream} is a ${version.kind}, and channel ${wanted} takes ${takes} versions only.`)
    }
    return wanted
  }
  const found = Object.entries(channels).find(([, { versions }]) => versions.includes(version.kind))
  if (!found) throw new UserError(`${version.upstream} is a ${version.kind}, and none of the channels (${names}) takes those.`)
  return found[0]
}
