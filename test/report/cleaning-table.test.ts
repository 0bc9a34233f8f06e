import { expect, test } from '@jest/globals'
import { renderCleaning, type CleaningRow } from '../../src/report/cleaning-table.js'

const row = (version: string, goes: boolean): CleaningRow => ({
  ...{ package: 'hello', version, containers: [`hello.${version}`], released: '2026-11-27T10:43:46Z', goes },
  reason: goes ? '1 newer, 4 minutes old' : 'the newest',
})
const [one, two] = [row('1', true), row('2', false)]
const removed = [{ container: 'hello.1' }]

test.each([
  ['nothing is there', {}, [], 'The publish project holds no versions.', ''],
  ['nothing is old', { versions: [two] }, [], '### ✅ Nothing is to be withdrawn: the one version stays', ''],
  ['nothing of several is old', { versions: [two, two] }, [], '### ✅ Nothing is to be withdrawn: all 2 versions stay', ''],
  ['one would go', { versions: [two, one] }, [], '### 1 of 2 versions would be withdrawn', 'The mode `apply` withdraws them.'],
  [
    'one would go, and may not',
    { versions: [two, one], objection: 'the report proves nothing of hello' },
    [],
    '### 1 of 2 versions would be withdrawn',
    '⚠️ The mode `apply` would withdraw nothing now: the report proves nothing of hello.',
  ],
  ['one went', { mode: 'apply', versions: [two, one], removed }, [], '### ✅ 1 of 1 old version withdrawn', ''],
  [
    'nothing went',
    { mode: 'apply', versions: [two, one] },
    ['Nothing was withdrawn.'],
    '### ❌ 0 of 1 old version withdrawn',
    '- ❌ Nothing was withdrawn.',
  ],
] as const)('the summary of a cleaning says the verdict first when %s', (_, cleaning, problems, verdict, next) => {
  const [first, second = ''] = renderCleaning(cleaning, problems).split('\n\n')
  expect([first, /^[<|]/.test(second) ? '' : second]).toEqual([verdict, next])
})

test('what goes is a table, what stays and what is left alone is folded away', () => {
  const text = renderCleaning({ versions: [two, one], foreign: [{ name: 'other', reason: 'no tarball of ours' }] })
  const [shown = '', stays = '', alone = ''] = text.split('<details>')
  expect(shown).toMatch(/\| hello +\| 1 +\| 2026-11-27 10:43 \| 1 newer/)
  expect(shown).not.toContain('the newest')
  expect(stays).toMatch(/^<summary>1 version stays<\/summary>\n\n\|[^]*the newest/)
  expect(alone).toMatch(/^<summary>1 left alone, because the suite did not release it<\/summary>\n\n\|[^]*no tarball of ours/)
})
