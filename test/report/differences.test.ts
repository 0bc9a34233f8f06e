import { expect, test } from '@jest/globals'
import type { Difference } from '../../src/compare/difference.js'
import { toRows } from '../../src/report/differences.js'

function make(parts: Partial<Difference> = {}): Difference {
  const usual = { package: 'demo', format: 'deb', architecture: 'x86_64', version: '1.0-1', what: 'metadata' } as const
  return { ...usual, where: 'summary', left: 'a', right: 'b', ...parts }
}

test('rows stand below the name of their package, which is written once', () => {
  expect(toRows([make(), make({ package: 'other' }), make({ what: 'mode', where: '/a', left: null })])).toEqual([
    ['deb demo 1.0-1 x86_64', 'metadata', 'summary', 'a', 'b'],
    ['', 'mode', '/a', '—', 'b'],
    ['deb other 1.0-1 x86_64', 'metadata', 'summary', 'a', 'b'],
  ])
})

const same = 'the words that both begin with, '

test.each([
  ['digests are cut', 'a'.repeat(64), 'b'.repeat(64), `${'a'.repeat(12)}…`, `${'b'.repeat(12)}…`],
  ['short texts are whole', 'one', 'two\tlines', 'one', 'two lines'],
  [
    'long texts begin shortly before they part',
    `${same}one ${same}`,
    `${same}two`,
    `…n with, one ${same.trim()}`,
    '…n with, two',
  ],
  ['a long text that goes on where the other ends', same, `${same}${same}`, '…n with,', `…n with, ${same.trim()}`],
  ['what a package says is no Markdown', '[a](http://x)', '<img src=x>', '\\[a\\](http://x)', '&lt;img src=x>'],
  ['a long text alone', null, 'x'.repeat(49), '—', `${'x'.repeat(48)}…`],
])('%s', (_, left, right, shownLeft, shownRight) => {
  expect(toRows([make({ left, right })])[0]?.slice(3)).toEqual([shownLeft, shownRight])
})

test('no more than 20 rows of a package are shown, and no more than 200 of all', () => {
  const many = (name: string, length: number) => Array.from({ length }, () => make({ package: name }))
  expect(toRows(many('demo', 20))).toHaveLength(20)
  const other = make({ what: 'mode', where: '/a' })
  expect(toRows([...many('demo', 24), other]).slice(20)).toEqual([['', 'and 5 more', 'metadata, mode', '', '']])
  const packages = Array.from({ length: 12 }, (_, index) => many(`demo${index}`, 20)).flat()
  expect(toRows(packages).slice(200)).toEqual([['other packages', 'and 40 more', '', '', '']])
})
