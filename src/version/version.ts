import { UserError } from '../error.js'
import { suggestTemplate } from './tag-template.js'
import { classifySuffix, type SuffixRules } from './suffix.js'

export type VersionKind = 'release' | 'prerelease' | 'nightly'

/** A version as its project writes it, and as packages carry it. */
export interface Version {
  /** Without a leading v: `1.30.0-alpha.2`. */
  readonly upstream: string
  /** As dpkg and rpm sort it: `1.30.0~alpha.2`. */
  readonly package: string
  readonly kind: VersionKind
  /** `X.Y`; `X` of a version that is one number. */
  readonly minor: string
}

const pattern =
  /^[vV]?(?<core>\d+(?:\.\d+)*)(?<suffix>(?:[.~-]?[A-Za-z][0-9A-Za-z.~-]*|-[0-9][0-9A-Za-z.-]*)?)(?:\+(?<build>[0-9A-Za-z.-]+))?$/
const described = /^(?<tag>.+)-(?<count>\d+)-g(?<commit>[0-9a-f]{4,40})$/

/**
 * Reads a version or a tag (`v1.30.0-alpha.2`), also of one number (`20240227`). `~` makes a prerelease sort below its
 * release in both formats (deb-version(7), rpm-version(7)); neither allows `-` within a version. What a suffix means is
 * said by the rules, or else by its first word.
 */
export function parseVersion(text: string, rules: SuffixRules = {}): Version {
  const epoch = /^\d+(?=:)/.exec(text.trim())?.[0]
  if (epoch !== undefined)
    throw new UserError(
      `${JSON.stringify(text)} has the epoch ${epoch}, which is none of the version of a project; give the version without it, and the epoch as the key epoch of its packages in the config.`,
    )
  const version = readTag(text, rules)
  if (!version) {
    const template = suggestTemplate(text)
    const advice =
      template === undefined
        ? ''
        : ` If it is a tag of these packages, the config can say so: \`tag: '${template}'\`; else give the version alone.`
    throw new UserError(
      `${JSON.stringify(text)} is no version; it must look like 1.30.0, v1.30.0-rc.1 or 1.31.0-alpha.1.12+abc123.${advice}`,
    )
  }
  const number = /^[\d.]+(-\d[\d.]*)$/.exec(version.upstream)?.[1]
  const isStated = [rules.releases, rules.prereleases, rules.nightlies].some((words) => words?.includes('number') === true)
  if (number !== undefined && version.kind === 'prerelease' && !isStated)
    throw new UserError(
      `${JSON.stringify(text)} ends in ${number}, which some projects count prereleases by and others revisions of a release; say which by \`versions\` in the config: { prereleases: [number] } or { releases: [number] }.`,
    )
  return version
}

/** Reads a tag, in which a number alone is a version as well; undefined for one that is no version. */
export function readTag(text: string, rules: SuffixRules = {}): Version | undefined {
  const trimmed = text.trim()
  const { tag, count = '0', commit = '' } = described.exec(trimmed)?.groups ?? {}
  if (tag === undefined) return read(trimmed, rules)
  const version = read(tag, rules)
  const { suffix, build } = pattern.exec(tag)?.groups ?? {}
  if (version === undefined || build !== undefined) return undefined
  const after = countCommits(version, Number(count), commit, suffix === '')
  return { ...version, upstream: trimmed.replace(/^[vV]/, ''), package: after, kind: 'nightly' }
}

/** The same for text in which a number alone means something else: undefined for it. */
export function readVersion(text: string, rules: SuffixRules = {}): Version | undefined {
  return /^[vV]?\d+\.\d/.test(text.trim()) || /^\d{8}$/.test(text.trim()) ? readTag(text, rules) : undefined
}

function read(text: string, rules: SuffixRules): Version | undefined {
  const groups = pattern.exec(text)?.groups
  if (!groups) return undefined
  const { core = '', suffix = '', build } = groups
  const meaning = classifySuffix(suffix, build, rules)
  if (meaning === undefined) return undefined
  return {
    upstream: text.replace(/^[vV]/, ''),
    package: `${core}${meaning.text}${build ? `+${build.replaceAll('-', '.')}` : ''}`,
    kind: meaning.kind,
    minor: core.split('.').slice(0, 2).join('.'),
  }
}

/**
 * A version some commits after another, as packages carry it: after a prerelease it goes on counting, after a release it
 * leads to the next patch.
 */
export function countCommits({ package: base, kind }: Version, count: number, commit: string, isPlain: boolean): string {
  if (kind !== 'release') return `${base}.${count}+${commit}`
  return isPlain ? `${nextPatch(base)}~alpha.0.${count}+${commit}` : `${base}+${count}.${commit}`
}

/** The version of the next patch; two numbers get a third. */
export function nextPatch(version: string): string {
  const parts = version.split('.').map(Number)
  while (parts.length < 3) parts.push(0)
  return [...parts.slice(0, -1), (parts.at(-1) ?? 0) + 1].join('.')
}

/** A version as packages carry it, with the epoch of its package: `5:1.2.3`. */
export function withEpoch(version: string, epoch: number | undefined): string {
  return epoch === undefined ? version : `${epoch}:${version}`
}

/** A version without prerelease and metadata: `1.30.0` of `1.30.0-alpha.2`. */
export function coreOf({ package: text }: Pick<Version, 'package'>): string {
  return /^\d+(?:\.\d+)*/.exec(text)?.[0] ?? text
}
