import { expect, test } from '@jest/globals'
import { parseTargets, parseUris, selectSources } from '../../src/sandbox/debian-archive.js'

const own = [
  { uri: 'http://mirror.invalid/debian/', suite: 'bookworm', component: 'main' },
  { uri: 'http://mirror.invalid/debian/', suite: 'bookworm-updates', component: 'main' },
  { uri: 'http://mirror.invalid/debian-security/', suite: 'bookworm-security', component: 'main' },
]

test("only Debian's own sources count, each once", () => {
  const lines = [
    'http://mirror.invalid/debian/|bookworm|Debian|main',
    'http://mirror.invalid/debian/|bookworm|Debian|main',
    'http://other.invalid/|bookworm|Docker|stable',
    'http://unread.invalid/|||main',
    '',
  ]
  expect(parseTargets(lines.join('\n'))).toEqual([own[0]])
})

test.each([
  ['no release: those of this machine', [], ['bookworm', 'bookworm-updates', 'bookworm-security']],
  ["this machine's release, with its updates", ['bookworm'], ['bookworm', 'bookworm-updates', 'bookworm-security']],
  ['another release', ['trixie'], ['trixie']],
  ['both', ['trixie', 'bookworm'], ['trixie', 'bookworm', 'bookworm-updates', 'bookworm-security']],
])('sources for %s', (_, suites, expected) => {
  expect(selectSources(own, suites).map((source) => source.suite)).toEqual(expected)
})

test('another release comes from where the main archive comes from', () => {
  expect(selectSources(own, ['trixie'])).toEqual([{ uri: 'http://mirror.invalid/debian/', suite: 'trixie', component: 'main' }])
})

test('the files that apt would fetch are read by name', () => {
  const text = `Reading package lists...
'http://mirror.invalid/debian/pool/main/r/runc/runc_1.1.5%2bds1-1_arm64.deb' runc_1.1.5+ds1-1_arm64.deb 2473456 SHA256:00
'http://mirror.invalid/debian/pool/main/b/base/base_1%3a2_all.deb' base_1%3a2_all.deb 12 MD5Sum:00
`
  expect(parseUris(text)).toEqual(['runc_1.1.5+ds1-1_arm64.deb', 'base_1%3a2_all.deb'])
})
