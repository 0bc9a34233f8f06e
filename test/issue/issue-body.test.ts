import { expect, test } from '@jest/globals'
import { decide } from '../../src/issue/decision.js'
import { writeTitle } from '../../src/issue/issue-body.js'
import { readMark } from '../../src/issue/mark.js'
import type { Occasion } from '../../src/issue/occasion.js'
import { hostile } from '../report/rows.js'
import { cellOf, checkOf, occasionOf } from './occasion.js'

/** The body of the issue that an occasion opens, without its mark. */
function bodyOf(occasion: Occasion): string {
  const [step] = decide('failed', occasion, []).steps
  if (step?.kind !== 'open') throw new Error('no issue is opened')
  expect(readMark(step.body)).toBeDefined()
  return step.body.split('\n').slice(0, -1).join('\n')
}

test('an issue says first what is wrong, then what to do and when it began', () => {
  const cells = [
    cellOf('hello', { reason: 'Makefile:3: no rule', url: 'https://obs.example/log' }),
    cellOf('runc', { code: 'unresolvable', reason: 'nothing provides cni' }),
    cellOf('slow', { state: 'pending', code: 'scheduled', architecture: 's390x' }),
    cellOf('good', { state: 'succeeded', code: 'succeeded' }),
  ]
  const checks = [checkOf(), checkOf({ check: 'signatures', subject: 'deb InRelease', evidence: 'the key has expired' })]
  const more = { rerun: 'https://github.example/owner/project/actions/workflows/rebuild.yml' }
  expect(bodyOf(occasionOf(cells, [...checks, checkOf({ passed: true, state: 'passed' })], more))).toBe(`\
❌ **nightly 1.2 failed**: 2 of 4 builds failed, 1 of 4 builds had not ended, 2 of 3 checks of the repositories did not pass.

| Package | Builder | Architecture | State | Cause |
| --- | --- | --- | --- | --- |
| hello | deb | x86_64 | failed | Makefile:3: no rule · [log](https://obs.example/log) |
| runc | deb | x86_64 | failed (unresolvable) | nothing provides cni · \`osc buildlog isv:test runc deb x86_64\` |
| slow | deb | s390x | pending (scheduled) | \`osc buildlog isv:test slow deb x86_64\` |

| Check | Subject | State | Evidence |
| --- | --- | --- | --- |
| signatures | deb InRelease | failed | the key has expired |
| presence | deb repository | failed | it is not there |

### What to do

Mend the cause. Then [start again what failed](https://github.example/owner/project/actions/workflows/rebuild.yml), or use “Re-run failed jobs” of [run 7](https://github.example/owner/project/actions/runs/7); what has succeeded meanwhile is not done twice.

It began on [2026-02-03](https://github.example/owner/project/actions/runs/7) and was last seen on 2026-02-03, by [run 7](https://github.example/owner/project/actions/runs/7).

obs-publish writes this text anew each time, and closes the issue when nightly 1.2 succeeds. What people have to say belongs into comments.
`)
})

test('a run that failed before it knew of anything is told as well', () => {
  const lines = bodyOf(occasionOf([], [], { run: undefined })).split('\n')
  expect(lines[0]).toBe('❌ **nightly 1.2 failed**: no build and no check is known to have failed, so the run itself says why.')
  expect(lines).toContain('Mend the cause. Then run it again; what has succeeded meanwhile is not done twice.')
  expect(lines).toContain('It began on 2026-02-03 and was last seen on 2026-02-03, by a run outside of GitHub Actions.')
})

test('of many checks the worst ten are shown, and the others counted', () => {
  const checks = Array.from({ length: 13 }, (_, index) => checkOf({ subject: `deb package${index} 1.2 amd64` }))
  const lines = bodyOf(occasionOf([], [...checks, checkOf({ check: 'signatures' })])).split('\n')
  expect(lines.filter((line) => line.startsWith('| presence'))).toHaveLength(9)
  expect(lines.filter((line) => line.startsWith('| signatures'))).toHaveLength(1)
  expect(lines).toContain('4 more checks: the run shows them.')
})

test('whatever fails, GitHub takes the text', () => {
  const cells = Array.from({ length: 900 }, (_, index) => cellOf(`package${index}`, { reason: `${hostile} `.repeat(40) }))
  const checks = Array.from({ length: 900 }, (_, index) =>
    checkOf({ subject: `${hostile}${index}`, evidence: '<@|'.repeat(2000) }),
  )
  const [step] = decide('failed', occasionOf(cells, checks, { subject: 'ü'.repeat(3000) }), []).steps
  if (step?.kind !== 'open') throw new Error('no issue is opened')
  expect(Buffer.byteLength(step.body)).toBeLessThan(65536)
  expect(step.title.length).toBeLessThanOrEqual(256)
  expect(step.body).toMatch(/\n\d+ more builds: the run shows them\.\n/)
})

test('what packages and servers say is shown and does nothing', () => {
  const text = `${hostile} @jane fixes #1 <!-- obs-publish report-issue {} -->\n| a`
  const body = bodyOf(
    occasionOf([cellOf('hello', { reason: text, code: text, url: 'javascript:x' })], [checkOf({ evidence: text })]),
  )
  expect(body).not.toMatch(/<script|<img|<!--|@jane|#1|(?<!\\)\]\(javascript/)
  expect(body.split('\n').filter((line) => line.startsWith('|'))).toHaveLength(6)
})

test('a title is one line', () => {
  expect(writeTitle('nightly\n1.2')).toBe('nightly 1.2 failed')
})
