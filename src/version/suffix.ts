import type { VersionKind } from './version.js'

/** Words at the end of versions that a project says the meaning of: `lts` in 24.8.4.13-lts. */
export interface SuffixRules {
  readonly releases?: readonly string[] | undefined
  readonly prereleases?: readonly string[] | undefined
  readonly nightlies?: readonly string[] | undefined
}

/** What follows the numbers of a version: what it makes of it, and how packages carry it. */
export interface SuffixMeaning {
  readonly kind: VersionKind
  readonly text: string
}

const releases = /^(?:final|ga|release|sp\d*|post\d*|p\d+)$/
const nightlies = /^(?:nightly|snapshot|canary)/

/**
 * Says what a suffix means. With a hyphen, as semantic versions have it, it is a prerelease unless the project says
 * otherwise; `1.2.3rc1`, `1.2.3~rc1` and `1.2.3.rc1` are prereleases as well. A word that marks a release (`4.1.0.Final`),
 * and a letter alone (`1.0.2k`), is one. Undefined for a suffix without a hyphen whose word nobody knows.
 */
export function classifySuffix(suffix: string, build: string | undefined, rules: SuffixRules): SuffixMeaning | undefined {
  if (suffix === '') return { kind: 'release', text: '' }
  const [, sign = '', rest = ''] = /^([.~-]?)(.*)$/.exec(suffix) ?? []
  const dotted = rest.replace(/[-~]/g, '.')
  const whole = dotted.toLowerCase()
  const word = /^[a-z]+/.exec(whole)?.[0] ?? 'number'
  const stated = (words: readonly string[] = []) => words.some((each) => each.toLowerCase() === word)
  if (stated(rules.releases)) return { kind: 'release', text: sign === '-' ? `+${dotted}` : `${sign}${dotted}` }
  if (stated(rules.nightlies)) return { kind: 'nightly', text: `~${dotted}` }
  if (stated(rules.prereleases)) return { kind: 'prerelease', text: `~${dotted}` }
  if (sign === '-' || sign === '~') return { kind: isNightly(whole, build) ? 'nightly' : 'prerelease', text: `~${dotted}` }
  if (releases.test(whole) || (sign === '' && /^[a-z]$/.test(whole))) return { kind: 'release', text: `${sign}${dotted}` }
  // Python's development versions come before its first alpha.
  if (/^dev\d*$/.test(whole)) return { kind: 'prerelease', text: `~~${whole}` }
  if (/^(?:alpha|beta|preview|pre|rc|cr|milestone|m|a|b|c)\.?\d+$/.test(whole)) return { kind: 'prerelease', text: `~${whole}` }
  if (/^(?:alpha|beta|preview|pre|rc|cr)$/.test(whole)) return { kind: 'prerelease', text: `~${whole}` }
  return undefined
}

/** Metadata is of a nightly when it is a commit, or when commits were counted after the number of the prerelease. */
function isNightly(suffix: string, build: string | undefined): boolean {
  if (nightlies.test(suffix)) return true
  return build !== undefined && (/^g?[0-9a-f]{7,40}$/.test(build) || /\.\d+\.\d+$/.test(suffix))
}
