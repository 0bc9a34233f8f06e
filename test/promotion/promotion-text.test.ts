import { expect, test } from '@jest/globals'
import { UserError } from '../../src/error.js'
import { parsePromotion } from '../../src/promotion/promotion.js'
import type { PromotedVersion } from '../../src/promotion/promotion-schema.js'
import { emptyPromotion, writeVersion, writeYanked } from '../../src/promotion/promotion-text.js'

const hex = (digit: string) => digit.repeat(64)

function promoted(version: string, channel = 'stable', rest: Partial<PromotedVersion> = {}): PromotedVersion {
  const packages = {
    hello: {
      srcmd5: 'a'.repeat(32),
      files: {
        [`rpm/x86_64/hello-${version}-1.1.x86_64.rpm`]: { header: hex('b'), payload: hex('1') },
        [`deb/x86_64/hello_${version}-1.1_amd64.deb`]: { sha256: hex('c') },
      },
    },
  }
  return { channel, minor: version.split('.').slice(0, 2).join('.'), version, packages, ...rest }
}

const empty = emptyPromotion
const written = `  - channel: stable
    minor: '1.2'
    version: 1.2.3
    packages:
      hello:
        srcmd5: ${'a'.repeat(32)}
        files:
          deb/x86_64/hello_1.2.3-1.1_amd64.deb: { sha256: ${hex('c')} }
          rpm/x86_64/hello-1.2.3-1.1.x86_64.rpm: { header: ${hex('b')}, payload: '${hex('1')}' }
`

test('a version is written into an empty list as lines that a person would write, and is read back as it was', () => {
  const text = writeVersion(empty, 'p.yaml', promoted('1.2.3'))
  expect(text).toBe(`${empty}${written}`)
  expect(parsePromotion('p.yaml', text).versions).toEqual([promoted('1.2.3')])
})

test('versions come by channel and version, whatever the order they were recorded in', () => {
  const order: readonly (readonly [string, string])[] = [
    ['1.10.0', 'stable'],
    ['1.9.1', 'stable'],
    ['1.10.0-rc.1', 'dev'],
    ['1.9.2', 'stable'],
    ['1.10.0-rc.1', 'stable'],
    ['1.11.0-rc.1', 'stable'],
    ['1.11.0', 'stable'],
  ]
  const text = order.reduce((before, [version, channel]) => writeVersion(before, 'p.yaml', promoted(version, channel)), empty)
  expect(parsePromotion('p.yaml', text).versions.map(({ channel, version }) => `${channel} ${version}`)).toEqual([
    'dev 1.10.0-rc.1',
    'stable 1.9.1',
    'stable 1.9.2',
    'stable 1.10.0-rc.1',
    'stable 1.10.0',
    'stable 1.11.0-rc.1',
    'stable 1.11.0',
  ])
})

test('nothing else of the text changes: comments, blank lines, other indentation, a last line without an end', () => {
  const before = `# ours\npromotions: # all of them\n- channel: stable   # first\n  minor: '1.2'\n  version: 1.2.3\n  packages: {}\n\n# kept\n\n- channel: stable\n  minor: '1.4'\n  version: 1.4.0\n  packages: {} # last`
  const middle = writeVersion(before, 'p.yaml', promoted('1.3.0'))
  const last = writeVersion(before, 'p.yaml', promoted('1.5.0'))
  expect(removeLines(middle, 9)).toBe(before)
  expect(middle).toContain("  packages: {}\n- channel: stable\n  minor: '1.3'\n")
  expect(last.startsWith(`${before}\n- channel: stable\n`)).toBe(true)
  expect(parsePromotion('p.yaml', last).versions.map(({ version }) => version)).toEqual(['1.2.3', '1.4.0', '1.5.0'])
})

/** The text without the nine lines that were added. */
function removeLines(text: string, count: number): string {
  const lines = text.split('\n')
  lines.splice(lines.indexOf("  minor: '1.3'") - 1, count)
  return lines.join('\n')
}

test('the same version takes the place of what was recorded of it', () => {
  const text = writeVersion(writeVersion(empty, 'p.yaml', promoted('1.2.3')), 'p.yaml', promoted('1.2.4'))
  const other = { ...promoted('1.2.3'), from: 'dev' }
  const again = writeVersion(text, 'p.yaml', other)
  expect(parsePromotion('p.yaml', again).versions).toEqual([other, promoted('1.2.4')])
})

test('a version that is yanked and comes from another channel is written with both, its packages by name, and read back as it was', () => {
  const { hello } = promoted('1.2.3').packages
  // All of these are something else to YAML without quotes.
  const files = { 'deb/x86_64/a_1_all.deb': { sha256: `1e${'0'.repeat(62)}` } }
  const packages = { hello: hello ?? { srcmd5: '', files: {} }, agent: { srcmd5: `1${'0'.repeat(30)}e`, files } }
  const version = promoted('1.2.3', 'null', { from: 'true', yanked: 'broken', packages })
  const text = writeVersion(empty, 'p.yaml', version)
  expect(parsePromotion('p.yaml', text).versions).toEqual([version])
  expect(text.split('\n').slice(2, 9)).toEqual([
    "  - channel: 'null'",
    "    minor: '1.2'",
    '    version: 1.2.3',
    "    from: 'true'",
    '    yanked: broken',
    '    packages:',
    '      agent:',
  ])
})

test.each([
  ['a word', 'broken', 'yanked: broken\n'],
  ['a word that means something to YAML', 'Null', "yanked: 'Null'\n"],
  ['a word with a blank behind it', 'broken ', "yanked: 'broken '\n"],
  ['what would be YAML of its own', "it's: #1", "yanked: 'it''s: #1'\n"],
  ['a number', '12', "yanked: '12'\n"],
])('a version is yanked by one line, and promoted again by its removal: %s', (_, reason, line) => {
  const before = writeVersion(writeVersion(empty, 'p.yaml', promoted('1.2.3')), 'p.yaml', promoted('1.2.4'))
  const yanked = writeYanked(before, 'p.yaml', promoted('1.2.3'), reason)
  expect(yanked).toBe(before.replace('    version: 1.2.3\n', `    version: 1.2.3\n    ${line}`))
  expect(parsePromotion('p.yaml', yanked).versions[0]?.yanked).toBe(reason)
  expect(writeYanked(yanked, 'p.yaml', promoted('1.2.3'), 'another')).toBe(yanked.replace(line, 'yanked: another\n'))
  expect(writeYanked(yanked, 'p.yaml', promoted('1.2.3'), undefined)).toBe(before)
})

test('a reason that somebody wrote elsewhere, and over several lines, is replaced whole', () => {
  const before =
    "promotions:\n  - version: 1.2.3\n    channel: stable\n    yanked: >-\n      it says\n      goodbye\n    minor: '1.2'\n    packages: {}\n"
  const after = (line: string) => before.replace(/ {4}yanked: >-\n.*\n.*\n/, line)
  expect(writeYanked(before, 'p.yaml', promoted('1.2.3'), 'broken')).toBe(after('    yanked: broken\n'))
  expect(writeYanked(before, 'p.yaml', promoted('1.2.3'), undefined)).toBe(after(''))
})

test('a version that ends a file whose last line has no end is yanked on a line of its own', () => {
  const before = "promotions:\n  - channel: stable\n    minor: '1.2'\n    packages: {}\n    version: 1.2.3"
  expect(writeYanked(before, 'p.yaml', promoted('1.2.3'), 'broken')).toBe(`${before}\n    yanked: broken\n`)
})

test('a version that is not in the list cannot be yanked', () => {
  const yank = () => writeYanked(writeVersion(empty, 'p.yaml', promoted('1.2.3')), 'p.yaml', promoted('1.2.3', 'dev'), 'broken')
  expect(yank).toThrow(new UserError([{ message: '1.2.3 in dev is not in the list.', at: { file: 'p.yaml' } }]))
})

test.each([
  ['a file without promotions', 'others: []\n'],
  ['a version without a version', "promotions:\n  - channel: stable\n    minor: '1.2'\n    packages: {}\n"],
  ['a list in brackets', 'promotions: []\n'],
  ['versions in braces', "promotions:\n  - { channel: stable, minor: '1.2', version: 1.2.3, packages: {} }\n"],
])('%s is not written into, with a sentence that says how to write it', (_, text) => {
  const write = () => writeVersion(text, 'p.yaml', promoted('1.2.4'))
  expect(write).toThrow(UserError)
  expect(write).toThrow('p.yaml: Write promotions as a list with a dash and lines of its own for each version')
})
