import { comparePackageVersions } from '../version/order.js'

/** One way to satisfy a requirement: a name and, when the version matters, a bound. */
export interface Alternative {
  readonly name: string
  readonly operator?: string
  readonly version?: string
}

/** What a package file is called and which version it has, with its release. */
export interface Provision {
  readonly name: string
  readonly version: string
}

/**
 * Reads a requirement as OBS's fileinfo writes it: `kubelet >= 1.19.0`, for debs also `kubelet (>= 1.19.0)` and `a | b`. A
 * rich dependency of rpm, in brackets, has no alternatives that can be judged here.
 */
export function readRequirement(text: string): readonly Alternative[] {
  if (text.startsWith('(')) return []
  return text.split('|').flatMap((part): Alternative[] => {
    const [, name, operator, version] =
      /^\s*([^\s(]+(?:\([^)]*\))*)\s*(?:\(?\s*(<=|>=|<<|>>|=|<|>)\s*([^\s)]+)\s*\)?)?\s*$/.exec(part) ?? []
    if (name === undefined) return []
    return [operator === undefined || version === undefined ? { name } : { name, operator, version }]
  })
}

/**
 * Whether a package satisfies an alternative, by its name and version. rpm takes a bound without a release to mean any
 * release, dpkg compares it as it is (rpm's dependency comparison; deb-version(7)).
 */
export function satisfies(provided: Provision, { name, operator, version }: Alternative, format: 'deb' | 'rpm'): boolean {
  if (provided.name !== name) return false
  if (operator === undefined || version === undefined) return true
  const anyRelease = format === 'rpm' && !version.includes('-')
  const found = anyRelease ? provided.version.replace(/-[^-]*$/, '') : provided.version
  // A file's name has no epoch, so that of the bound cannot be compared.
  const order = comparePackageVersions(found, version.replace(/^\d+:/, ''))
  if (operator === '=') return order === 0
  if (operator === '>=') return order >= 0
  if (operator === '<=') return order <= 0
  return operator.startsWith('>') ? order > 0 : order < 0
}
