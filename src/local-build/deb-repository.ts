import { readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { writeWhole, hashBytes } from '../host/file.js'
import { signClear, signDetached, writePublicKey } from './signer.js'
import type { RepositoryKind, RepositoryTitle } from './repositories.js'

/** A flat repository for apt, as OBS publishes them: everything in one folder. */
export const debRepository: RepositoryKind = {
  format: 'deb',
  ending: '.deb',
  tools: ['dpkg-scanpackages'],
  async readTime(folder) {
    const text = await readFile(join(folder, 'Release'), 'utf8').catch(() => '')
    const time = Date.parse(/^Date: (.+)$/m.exec(text)?.[1] ?? '')
    return Number.isNaN(time) ? undefined : time / 1000
  },
  async write({ folder, title, time, signer }, host) {
    const at = (name: string) => join(folder, name)
    // -m: every version of a package, not the newest alone.
    const { stdout } = await host.exec('dpkg-scanpackages', ['-m', '.'], {
      cwd: folder,
      env: { LC_ALL: 'C.UTF-8' },
      hint: `every .deb below ${folder} must be a sound package`,
    })
    const packages = Buffer.from(stdout)
    const indices = { Packages: packages, 'Packages.gz': gzipSync(packages, { level: 9 }) }
    for (const [name, content] of Object.entries(indices)) await writeWhole(at(name), content)
    await writeWhole(at('Release'), renderRelease({ ...title, time, indices, architectures: architecturesOf(stdout) }))
    for (const name of ['InRelease', 'Release.gpg', 'Release.key']) await rm(at(name), { force: true })
    const names = [...Object.keys(indices), 'Release']
    if (signer === undefined) return names
    await signDetached(at('Release'), at('Release.gpg'), signer, host)
    await signClear(at('Release'), at('InRelease'), signer, host)
    await writePublicKey(at('Release.key'), signer)
    return [...names, 'Release.gpg', 'InRelease', 'Release.key']
  },
}

function architecturesOf(packages: string): string[] {
  const found = new Set([...packages.matchAll(/^Architecture: (.+)$/gm)].map(([, name = '']) => name))
  found.delete('all')
  return [...found].sort()
}

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
