import { expect, test } from '@jest/globals'
import type { CellResult } from '../../src/obs/result.js'
import { renderPublication, type Publication } from '../../src/report/publication.js'
import { rowOf } from './rows.js'

const cell = (architecture: string, rest: Partial<CellResult> = {}): CellResult => ({
  ...{ package: 'hello', builder: 'rpm', architecture, state: 'succeeded', code: 'succeeded', reason: '', link: 'osc rbl' },
  ...rest,
})
const steps = [
  { name: 'Plan', milliseconds: 400 },
  { name: 'Build', milliseconds: 61_000 },
]
const released: Publication['released'] = {
  hello: { project: 'T', containers: ['hello.1'], versions: { rpm: { x86_64: '1-1.1' } }, changed: true },
}
const known = { version: '1.2.3', channel: 'stable', 'build-project': 'B', 'publish-project': 'T', steps, changed: true }
const good = [cell('x86_64'), cell('aarch64')]
const url = 'https://obs.example/log'
const broken = cell('aarch64', { state: 'failed', code: 'failed', reason: 'no <stdin> for a|b', url })

test.each<[string, Publication, string, RegExp]>([
  [
    'all is well',
    { ...known, results: good, released, report: [rowOf('passed')] },
    '✅ 1.2.3 is published in stable',
    /^✅ All 2/,
  ],
  [
    'all was there',
    { ...known, changed: false, results: good, released, report: [rowOf('passed')] },
    '✅ 1.2.3 is published in stable, as it was before: nothing changed on OBS',
    /^✅ All 2 builds have succeeded\.$/,
  ],
  [
    'a check failed',
    { ...known, results: good, released, report: [rowOf('failed')] },
    '❌ 1.2.3 is published in stable, and 1 of 1 check failed',
    /^Users can see these packages already\./,
  ],
  [
    'a build failed',
    { ...known, results: [cell('x86_64'), broken] },
    '❌ 1.2.3 is not published: 1 of 2 builds failed',
    /^Nothing was released\. Mend the cause/,
  ],
  ['a step failed', { ...known }, '❌ 1.2.3 is not published: the step Build did not come to its end', /^The errors of this run/],
  ['nothing was begun', {}, '❌ Nothing is published: no step was begun', /^The errors of this run/],
  [
    'nothing was verified',
    { ...known, results: good, released },
    '❌ 1.2.3 is released to stable, and is not verified: the step Build did not come to its end',
    /^The errors of this run/,
  ],
])('the summary of publish says the verdict first, and then what to do, when %s', (_, outputs, verdict, next) => {
  const [first, second] = renderPublication(outputs).split('\n\n')
  expect(first).toBe(`## ${verdict}`)
  expect(second).toMatch(next)
})

test('the cause is in the summary where no build and no check tells it, and only there', () => {
  const [, cause, next] = renderPublication(known, ['OBS said <no>.']).split('\n\n')
  expect([cause, next]).toEqual(['- ❌ OBS said &lt;no>.', expect.stringMatching(/^The errors of this run/)])
  expect(renderPublication({ ...known, results: [cell('x86_64'), broken] }, ['OBS said no.'])).not.toContain('OBS said no')
})

test('a failed build is said once to have failed, and how the same run goes on', () => {
  const text = renderPublication({ ...known, results: [cell('x86_64'), broken] })
  expect(text.match(/of 2 builds/g)).toHaveLength(1)
  expect(text).toContain('`obs-rebuild` restarts what failed, and the same run or command again waits for it, releases all of it')
})

test('a failed build is named with its cause and its log, and every other is folded away', () => {
  const [shown = ''] = renderPublication({ ...known, results: [cell('x86_64'), broken] }).split('<details>')
  expect(shown).toContain('- ❌ hello rpm/aarch64: no &lt;stdin> for a\\|b ([log](https://obs.example/log)) — `osc rbl`')
  expect(shown).not.toContain('x86_64')
})

test('failed checks come before all that went well, and the time is one line', () => {
  const text = renderPublication({ ...known, results: good, released, report: [rowOf('failed')] })
  expect(text.indexOf('1 of 1 check of the repository failed')).toBeLessThan(text.indexOf('All 2 builds'))
  expect(text.split('\n').at(-1)).toBe('Time: Plan 0s, Build 1m01s.')
})
