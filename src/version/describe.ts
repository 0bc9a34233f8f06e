import { readVersion } from './version.js'

/**
 * The version of a checkout, from `git describe --tags --long` (`v1.30.0-alpha.2-45-gabc1234`): a tag itself gives its
 * version, commits after a prerelease a nightly of it (`1.30.0-alpha.2.45+abc1234`), commits after a release a nightly
 * before the next patch (`1.30.1-alpha.0.45+abc1234`). Undefined when the tag is no version.
 */
export function readDescription(description: string): string | undefined {
  const [, tag = '', count = '0', commit = ''] = /^(.+)-(\d+)-g([0-9a-f]+)$/.exec(description.trim()) ?? []
  const version = readVersion(tag.slice(tag.lastIndexOf('/') + 1))
  if (!version) return undefined
  const { upstream, kind } = version
  if (Number(count) === 0) return upstream
  const [base = ''] = upstream.split('+')
  return `${kind === 'release' ? `${nextPatch(base)}-alpha.0` : base}.${count}+${commit}`
}

function nextPatch(version: string): string {
  const parts = version.split('.').map(Number)
  while (parts.length < 3) parts.push(0)
  return [...parts.slice(0, -1), (parts.at(-1) ?? 0) + 1].join('.')
}
