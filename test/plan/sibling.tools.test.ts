import { expect, test } from '@jest/globals'
import { spawnSync } from 'node:child_process'
import { parseConfig } from '../../src/config/config.js'
import { oneProgram } from '../support/config.js'
import { planOf } from '../support/plan.js'

const config = parseConfig('packages.yaml', `${oneProgram}    requires: { sibling: '= {package-version}' }\n`)

function boundsAt(version: string, format: 'deb' | 'rpm'): readonly string[] {
  const build = planOf(config, { version }).packages[0]?.builds.find((each) => each.format === format)
  return build?.relations[0]?.bounds ?? []
}

/** Whether dpkg takes a sibling of a version. */
function isTaken(bounds: readonly string[], version: string): boolean {
  return bounds.every((bound) => {
    const [operator = '', other = ''] = bound.split(' ')
    const word = { '>=': 'ge', '<': 'lt', '=': 'eq' }[operator] ?? operator
    return spawnSync('dpkg', ['--compare-versions', version, word, other]).status === 0
  })
}

test.each([
  [
    '1.2.3',
    ['1.2.3-0', '1.2.3-1', '1.2.3-4.1', '1.2.3-150500.12.3', '1.2.3-1~bpo'],
    ['1.2.2-9', '1.2.3.1-1', '1.2.30-1', '1.2.3+a-1', '1.2.3a-1', '1.2.4-1', '1.2.3~rc.1-1', '1:1.2.3-1'],
  ],
  [
    '1.3.0-rc.1',
    ['1.3.0~rc.1-0', '1.3.0~rc.1-4.1'],
    ['1.3.0-1', '1.3.0~rc.2-1', '1.3.0~rc.10-1', '1.3.0~rc.1.5-1', '1.3.0~beta.1-1', '1.3.0~rc.1+a-1'],
  ],
  ['1.3.0-rc.1.5+abc', ['1.3.0~rc.1.5+abc-4.1'], ['1.3.0~rc.1.5+abd-1', '1.3.0~rc.1.5-1', '1.3.0~rc.1.6+abc-1']],
])('a sibling of %s is taken in every release, and in no other version', (version, taken, refused) => {
  const bounds = boundsAt(version, 'deb')
  expect(taken.filter((each) => !isTaken(bounds, each))).toEqual([])
  expect(refused.filter((each) => isTaken(bounds, each))).toEqual([])
})

test('rpm leaves the release out by itself', () => {
  expect(boundsAt('1.3.0-rc.1', 'rpm')).toEqual(['= 1.3.0~rc.1'])
})
