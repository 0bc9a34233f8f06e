import { expect, test } from '@jest/globals'
import { showReport, verdictOf } from '../../src/cli/terminal-report.js'
import { renderBuilds } from '../../src/report/builds.js'
import { renderChecks } from '../../src/report/checks.js'
import { renderTable } from '../../src/report/table.js'
import { releaseOf } from '../report/rows.js'

const table = renderTable(['Package', 'What'], [['hello', 'requires `a|b` and what is longer than the line']])

test('at a terminal a table has no bars, and is as wide as it must be', () => {
  expect(showReport(`### Title\n\n${table}\n\nNext: \`obs-publish plan\``, 80)).toBe(
    `Title

Package  What
───────  ───────────────────────────────────────────────
hello    requires \`a|b\` and what is longer than the line

Next: \`obs-publish plan\``,
  )
})

test('what does not fit is broken at spaces within its column', () => {
  expect(showReport(table, 30).split('\n')).toEqual([
    'Package  What',
    '───────  ─────────────────────',
    'hello    requires `a|b` and',
    '         what is longer than',
    '         the line',
  ])
})

test('a word that is too long is broken behind a slash, and without one where the column ends', () => {
  const paths = renderTable(['Path'], [['/usr/share/doc/hello'], ['0123456789abcdef']])
  expect(showReport(paths, 12).split('\n').slice(2)).toEqual(['/usr/share/', 'doc/hello', '0123456789ab', 'cdef'])
})

test.each([
  ['escapes', 'a\\|b \\*c\\* &lt;d> &amp;lt;', 'a|b *c* <d> &lt;'],
  ['links', '- hello: failed ([log](https://obs.example/l:x))', '- hello: failed, log: https://obs.example/l:x'],
  ['links in a sentence', 'use [this run](https://gh.example/1).', 'use this run https://gh.example/1.'],
  ['code with a pipe', '`a\\|b`', '`a|b`'],
  ['fences', 'a\n```diff\n| # \\* &lt;\n```', 'a\n| # \\* &lt;'],
  ['headings', '## ✅ Done', '✅ Done'],
])('%s are what they mean', (_, markdown, text) => {
  expect(showReport(markdown, 80)).toBe(text)
})

test('what is folded away is named, and its rows are not shown', () => {
  const checks = showReport(renderChecks(releaseOf(['hello'], ['1.2.3'])), 80)
  expect(checks.split('\n')).toEqual([
    '✅ All 32 checks of the repository passed: metadata 2/2, signatures 6/6,',
    'presence 8/8, payload 8/8, install 8/8.',
    '',
    '--json has also: 32 passed',
  ])
})

test('an address of a table stands whole below it, so that it can be opened', () => {
  const url = 'https://build.opensuse.org/package/show/home:jane:hello:stable/hello.20261127104252'
  const shown = showReport(renderTable(['Package', 'Container'], [['hello', `[hello.20261127104252](${url})`]]), 80)
  expect(shown.split('\n').slice(2)).toEqual(['hello    hello.20261127104252', `hello.20261127104252: ${url}`])
})

test('what is folded away is named in one line at the end, and leaves no gap', () => {
  const fold = (name: string) => `<details><summary>${name}</summary>\n\n| a |\n| --- |\n\n</details>`
  expect(showReport(`first\n\n${fold('All builds')}\n\nsecond\n\n${fold('44 passed')}`, 80)).toBe(
    'first\n\nsecond\n\n--json has also: All builds; 44 passed',
  )
})

test.each([
  ['## ❌ 1.2.3 is not published: 1 of 2 builds failed\n\nMend it.', '1.2.3 is not published: 1 of 2 builds failed.'],
  ['### ⏳ 1 of 2 builds succeeded, 1 not ended.', '1 of 2 builds succeeded, 1 not ended.'],
  ['❌ a `b|c` &lt;d>', 'a `b|c` <d>.'],
  ['## ✅ Done\n\n❌ a check', undefined],
])('the verdict of %j is %j', (report, verdict) => {
  expect(verdictOf(report)).toBe(verdict)
})

test.each([80, 120])('sentences and points of a list are broken at spaces at %i columns', (columns) => {
  const words = 'mend the cause and then start it again '.repeat(6).trim()
  const lines = showReport(`${words}\n\n- ${words}`, columns).split('\n')
  expect(lines.filter((line) => line.length > columns)).toEqual([])
  expect(lines.join(' ').replace(/ +/g, ' ')).toBe(`${words} - ${words}`)
  expect(lines.at(-1)).toMatch(/^ {2}\S/)
})

test.each([80, 120])('no line of a table is wider than a terminal of %i columns', (columns) => {
  const failing = releaseOf(['hello', 'kubernetes-cni'], ['1.2.3'], (number) => (number % 3 === 0 ? 'failed' : 'passed'))
  const builds = renderBuilds([
    ...['x86_64', 'aarch64'].map((architecture) => ({
      ...{ package: 'hello', builder: 'rpm', architecture, state: 'succeeded' as const, code: '', reason: '', link: '' },
    })),
  ])
  const [, ...lines] = showReport(`${renderChecks(failing)}\n\n${builds}`, columns).split('\n')
  expect(lines.length).toBeGreaterThan(10)
  expect(lines.filter((line) => Array.from(line.replaceAll('❌', '--')).length > columns)).toEqual([])
})
