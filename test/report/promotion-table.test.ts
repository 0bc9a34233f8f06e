import { expect, test } from '@jest/globals'
import type { PromotionChange } from '../../src/promotion/promotion-change.js'
import { renderPromotion, type RenderedPromotion } from '../../src/report/promotion-table.js'
import { rowOf } from './rows.js'

const publish: PromotionChange = {
  ...{ action: 'publish', channel: 'stable', minor: '1.0', version: '1.0.1', package: 'hello', project: 'isv:x' },
  files: ['deb/x86_64/a.deb', 'deb/aarch64/b.deb', 'rpm/x86_64/c.rpm', 'rpm/x86_64/d.rpm'],
}
const withdraw: PromotionChange = {
  ...publish,
  ...{
    action: 'withdraw',
    version: '1.0.2',
    files: ['deb/x86_64/e.deb'],
    reason: 'a|b',
    instead: { deb: '1.0.1-1.1', rpm: null },
  },
}
const nothing: RenderedPromotion = {
  mode: 'check',
  changes: [],
  problems: [],
  unlisted: [],
  done: false,
  report: [],
  grounds: [],
}
const failed = rowOf('failed', { check: 'presence' })

test.each<[string, Partial<RenderedPromotion>, string]>([
  ['a record that says nothing new', { mode: 'record' }, '✅ The list says so already.'],
  [
    'a record',
    { mode: 'record', changes: [{ ...publish, action: 'record' }] },
    '✅ The list says so now; who merges it decides that it is so.',
  ],
  ['a check without a change', {}, '✅ What is published is what the list says.'],
  ['a check of one change', { changes: [publish] }, '✅ 1 change would be made on OBS.'],
  ['a check of two', { changes: [publish, withdraw] }, '✅ 2 changes would be made on OBS.'],
  ['a refusal', { changes: [publish], problems: ['It is broken.'] }, '❌ Refused; nothing was changed.'],
  [
    'an application that is done',
    { mode: 'apply', changes: [publish], done: true },
    '✅ What is published is what the list says now.',
  ],
  ['one that has not come to its end', { mode: 'apply', changes: [publish] }, '⏳ Not all that the list says is done yet.'],
  [
    'one that ended because users would not get what was proved',
    { mode: 'apply', changes: [publish], report: [failed] },
    '❌ Not all that the list says was done, because users would not get what was proved; see below.',
  ],
  [
    'one without a change, of what does not pass',
    { mode: 'apply', report: [failed] },
    '❌ What is published is what the list says, and it does not pass; see below.',
  ],
  ['one without a change', { mode: 'apply', done: true }, '✅ What is published is what the list says.'],
])('%s begins with its verdict', (_, rest, verdict) => {
  expect(renderPromotion({ ...nothing, ...rest }).split('\n')[0]).toBe(verdict)
})

test('a row says what appears or disappears where, in which cells, and what users get instead', () => {
  const rows = renderPromotion({ ...nothing, changes: [{ ...publish, from: 'dev' }, withdraw] }).split('\n')
  expect(rows.slice(4).map((row) => row.split(/(?<!\\)\|/).map((cell) => cell.trim()))).toEqual([
    ['', '➕', 'stable', '1.0.1', 'hello', 'isv:x', 'deb: x86_64, aarch64; rpm: x86_64', 'from dev', ''],
    [
      ...['', '➖', 'stable', '1.0.2', 'hello', 'isv:x', 'deb: x86_64'],
      'yanked: a\\|b; deb offers 1.0.1-1.1 instead; rpm offers nothing instead',
      '',
    ],
  ])
})

test('what speaks against it, what is nobody’s, and what was compared are told', () => {
  const text = renderPromotion({
    ...{ ...nothing, problems: ['One <b>thing</b>.', 'Another.'], unlisted: ['isv:x/stranger'], previous: '1.0.0' },
  })
  expect(text.split('\n')).toEqual([
    '❌ Refused; nothing was changed.',
    expect.stringMatching(/^- One .*thing.*\.$/),
    '- Another.',
    '',
    'Published and not in the list, so left as it is: `isv:x/stranger`.',
    '',
    '### Compared with 1.0.0',
    '',
    'Files, relations and scripts are the same.',
  ])
  expect(text).not.toContain('<b>')
})

test.each([
  [[], []],
  [
    ['deb: verified on the binaries: OBS does not publish <b>x</b>.'],
    ['', expect.stringMatching(/^- deb: verified on the binaries: .*x.*\.$/)],
  ],
])('where it was proved stands before what was proved: %j', (grounds, lines) => {
  const text = renderPromotion({ ...nothing, grounds, report: [failed] })
  const [, after = ''] = text.split('### What was proved\n')
  expect(after.split('\n').slice(0, lines.length + 2)).toEqual([...lines, '', expect.stringMatching(/\S/)])
  expect(text).not.toContain('<b>')
  expect(renderPromotion({ ...nothing, grounds })).not.toContain('verified')
})

test('it is never longer than a pull request may be', () => {
  const problems = Array.from({ length: 2000 }, (_, index) => `Problem ${index} of a file with a long name that nobody reads.`)
  expect(renderPromotion({ ...nothing, problems }).length).toBeLessThanOrEqual(60_000)
})
