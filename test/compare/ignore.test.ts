import { expect, test } from '@jest/globals'
import { ignoreItems } from '../../src/compare/ignore.js'
import type { Aspect } from '../../src/compare/difference.js'

test.each<[item: string, what: Aspect, where: string, ignored: boolean]>([
  ['mode', 'mode', '/usr/bin/demo', true],
  ['mode', 'digest', '/usr/bin/demo', false],
  ['digest:/usr/bin/*', 'digest', '/usr/bin/demo', true],
  ['digest:/usr/bin/*', 'digest', '/usr/sbin/demo', false],
  ['digest:/usr/bin/*', 'mode', '/usr/bin/demo', false],
  ['files:/usr/share/doc/*', 'digest', '/usr/share/doc/demo/changelog.gz', true],
  ['files:/usr/share/doc/*', 'files', '/usr/share/doc/demo/changelog.gz', true],
  ['files', 'owner', '/usr/bin/demo', true],
  ['files', 'scripts', 'postinst', false],
  ['description', 'metadata', 'description', true],
  ['description', 'metadata', 'summary', false],
  ['metadata', 'metadata', 'anything', true],
  ['metadata:bugs', 'metadata', 'bugs', true],
  ['relations:requires*', 'relations', 'requires(post)', true],
  ['version', 'version', '', true],
  ['version', 'release', '', false],
  ['size:package', 'size', 'installed', false],
])('%s: a difference in %s of %s is ignored: %s', (item, what, where, ignored) => {
  expect(ignoreItems([item])({ what, where, left: 'a', right: 'b' })).toBe(ignored)
})

test('nothing is ignored unless it is named, and several items ignore several things', () => {
  const finding = { what: 'mode', where: '/a', left: '0644', right: '0755' } as const
  expect(ignoreItems([])(finding)).toBe(false)
  expect(ignoreItems(['size', 'mode:/a'])(finding)).toBe(true)
})
