import type { Config } from '../schema.js'
import type { Finding } from './finding.js'

/** A config that describes nothing would publish nothing, without a word. */
export function checkPresence(config: Config): Finding[] {
  return (['builders', 'packages', 'channels'] as const)
    .filter((key) => Object.keys(config[key]).length === 0)
    .map((key) => ({ path: [key], part: 'key', message: `${key} is empty; it must name at least one.` }))
}
