import { stripTag, type TagTemplate } from './tag-template.js'
import { countCommits, readTag } from './version.js'

/**
 * The version of a checkout, from `git describe --tags --long` (`v1.30.0-alpha.2-45-gabc1234`): a tag itself gives its
 * version, commits after a prerelease a nightly of it (`1.30.0-alpha.2.45+abc1234`), commits after a release a nightly
 * before the next patch (`1.30.1-alpha.0.45+abc1234`). Undefined when the tag is no version, or none of the template.
 */
export function readDescription(description: string, template?: TagTemplate): string | undefined {
  const [, tag = '', count = '0', commit = ''] = /^(.+)-(\d+)-g([0-9a-f]+)$/.exec(description.trim()) ?? []
  const version = readTag(template === undefined ? tag : (stripTag(tag, template) ?? ''))
  if (!version) return undefined
  if (Number(count) === 0) return version.upstream
  const isPlain = /^[\d.]+$/.test(version.upstream.split('+')[0] ?? '')
  const base = { ...version, package: version.package.split('+')[0] ?? '' }
  return countCommits(base, Number(count), commit, isPlain).replace('~', '-')
}
