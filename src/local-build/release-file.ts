import { hashBytes } from '../host/file.js'
import type { RepositoryTitle } from './repositories.js'

export interface ReleaseContent extends RepositoryTitle {
  /** Seconds since the epoch. */
  readonly time: number
  readonly architectures: readonly string[]
  /** The indices by their names. */
  readonly indices: Readonly<Record<string, Buffer>>
}

/** Writes apt's Release file of a flat repository (Debian wiki, DebianRepository/Format). */
export function renderRelease({ origin, label, suite, time, architectures, indices }: ReleaseContent): string {
  const sums = (algorithm: 'md5' | 'sha256') =>
    Object.entries(indices).map(([name, content]) => ` ${hashBytes(content, algorithm)} ${content.length} ${name}`)
  return [
    `Origin: ${origin}`,
    `Label: ${label}`,
    `Suite: ${suite}`,
    `Date: ${new Date(time * 1000).toUTCString()}`,
    `Architectures: ${architectures.join(' ')}`,
    // Old clients want it, and none trusts it alone.
    'MD5Sum:',
    ...sums('md5'),
    'SHA256:',
    ...sums('sha256'),
    '',
  ].join('\n')
}
