import { expect, test } from '@jest/globals'
import { findPrevious } from '../../src/verify/install/attempt.js'
import { judgeTrial, upstreamOf, type Step } from '../../src/verify/install/trial.js'

const entry = (version: string, architecture = 'amd64', name = 'demo') => ({
  name,
  version,
  architecture,
  path: '',
  stated: { digests: {} },
  text: '',
})

test('the version to upgrade from is the newest older one of the same package and architecture', () => {
  const packages = [
    ...[entry('1.9.0-1'), entry('1.10.0~rc.1-1'), entry('1.10.0-1'), entry('1.11.0-1')],
    ...[entry('1.10.0~rc.2-1', 'arm64'), entry('1.10.0~rc.3-1', 'amd64', 'other')],
  ]
  expect(findPrevious(entry('1.10.0-1'), packages)?.version).toBe('1.10.0~rc.1-1')
  expect(findPrevious(entry('1.9.0-1'), packages)).toBeUndefined()
})

test.each([
  ['1.30.0~rc.1', '1.30.0-rc.1'],
  ['2:1.30.0', '1.30.0'],
])('the version %s of a package is %s of its project', (version, upstream) => {
  expect(upstreamOf({ version })).toBe(upstream)
})

test('programs are asked for the version as their project writes it', () => {
  expect(upstreamOf({ version: '1.2.3~rc1', upstream: '1.2.3rc1' })).toBe('1.2.3rc1')
})

const step = (command: string, told: string, judge?: Step['judge']): Step => ({
  inside: true,
  script: '',
  told,
  command,
  ...(judge && { judge }),
})
const ended = (code: number, stderr = '') => ({ code, stdout: '', stderr })

test('a trial tells of every step up to the one that failed, with the sentence of its program', () => {
  const steps = [
    step('one', 'did one'),
    step('two', 'did two', () => ({ problem: 'two is wrong' })),
    step('three', ''),
    step('four', ''),
  ]
  const course = { results: [ended(0), ended(0), ended(7, 'noise\nE: it broke\nnoise')] }
  expect(judgeTrial(steps, course, /^E:/)).toEqual({
    problems: ['two is wrong', '`three` failed: E: it broke'],
    details: ['did one', 'two is wrong', '`three` failed: E: it broke'],
  })
})

test('a step that took too long, and one that was never reached, are told as such', () => {
  expect(judgeTrial([step('one', '')], { results: [ended(124)] }, /E/).problems).toEqual(['`one` failed: it did not end in time'])
  expect(judgeTrial([step('one', ''), step('two', '')], { results: [ended(0)] }, /E/).problems).toEqual([
    '`two` did not come to an end',
  ])
})

test('where no root can be made nothing is a fault', () => {
  expect(judgeTrial([step('one', '')], { problem: 'mount: permission denied' }, /E/)).toEqual({
    problems: [],
    details: [],
    obstacle: 'no root could be made: mount: permission denied',
  })
})
