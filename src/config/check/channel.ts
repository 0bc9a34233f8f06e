import type { Config } from '../schema.js'
import type { Finding } from './finding.js'

/** A channel called stable promises released versions; no config may weaken that. */
export function checkChannels({ channels }: Config): Finding[] {
  const stable = channels['stable']
  if (!stable || stable.versions.every((kind) => kind === 'release')) return []
  const message = 'channels.stable.versions must hold release alone: a prerelease never belongs into stable.'
  return [{ path: ['channels', 'stable', 'versions'], message }]
}
