import { describe, expect, test } from '@jest/globals'
import { readFileSync } from 'node:fs'
import { describeRequirements, planPreset, readPreset } from './preset.js'

const minors = Array.from({ length: 11 }, (_, index) => `1.${26 + index}`)

test.each(minors)('Kubernetes %s needs what its golden file says, for each format and architecture', (minor) => {
  expect(describeRequirements('kubernetes', `v${minor}.1`)).toBe(
    readFileSync(`test/presets/golden/kubernetes-${minor}.txt`, 'utf8'),
  )
})

test('a prerelease needs what the release it leads to needs', () => {
  const alpha = describeRequirements('kubernetes', 'v1.30.0-alpha.1')
  expect(alpha.replaceAll('1.30.0~alpha.1', '1.30.0')).toBe(describeRequirements('kubernetes', 'v1.30.0'))
})

test('32-bit ARM ends with 1.26', () => {
  const architectures = (version: string) => planPreset('kubernetes', version).architectures.map(({ obs }) => obs)
  expect(architectures('v1.26.15')).toEqual(['x86_64', 'aarch64', 'armv7l', 'ppc64le', 's390x'])
  expect(architectures('v1.27.0')).toEqual(['x86_64', 'aarch64', 'ppc64le', 's390x'])
})

describe('channels and projects are called', () => {
  const stable = 'isv:kubernetes:core:stable:v1.31'
  const nightly = 'isv:kubernetes:core:nightly:v1.31'
  test.each([
    ['kubernetes', 'v1.31.0', 'stable', `${stable}:build`, stable],
    [
      'kubernetes',
      'v1.31.0-rc.1',
      'prerelease',
      'isv:kubernetes:core:prerelease:v1.31:build',
      'isv:kubernetes:core:prerelease:v1.31',
    ],
    ['kubernetes', 'v1.31.0-alpha.1.12+abc', 'nightly', `${nightly}:build`, nightly],
    ['kubernetes-kep', 'v1.31.0', 'stable', `${stable}:stage`, stable],
    ['kubernetes-kep', 'v1.31.0-rc.1', 'dev', 'isv:kubernetes:core:dev:v1.31:stage', 'isv:kubernetes:core:dev:v1.31'],
    ['kubernetes-kep', 'v1.31.0-alpha.1.12+abc', 'nightly', `${nightly}:stage`, nightly],
  ])('%s %s: %s, %s', (preset, version, channel, buildProject, publishProject) => {
    expect(planPreset(preset, version)).toMatchObject({ channel, buildProject, publishProject })
  })
})

test('both variants hold the same packages', () => {
  expect(readPreset('kubernetes-kep').config.packages).toEqual(readPreset('kubernetes').config.packages)
})

test.each(minors)('the plan of Kubernetes %s is small enough to travel as an input', (minor) => {
  const plan = JSON.stringify(planPreset('kubernetes', `v${minor}.1`))
  expect(Buffer.byteLength(plan)).toBeLessThan(32 * 1024)
})
