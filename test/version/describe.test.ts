import { expect, test } from '@jest/globals'
import { readDescription } from '../../src/version/describe.js'
import { comparePackageVersions } from '../../src/version/order.js'
import { readTagTemplate } from '../../src/version/tag-template.js'
import { parseVersion } from '../../src/version/version.js'

test.each([
  ['v1.30.0-0-gabc1234', '1.30.0'],
  ['1.30.0-rc.1-0-gabc1234', '1.30.0-rc.1'],
  ['v1.30.0-alpha.2-45-gabc1234\n', '1.30.0-alpha.2.45+abc1234'],
  ['v1.30.0-45-gabc1234', '1.30.1-alpha.0.45+abc1234'],
  ['v2.0-3-gabc1234', '2.0.1-alpha.0.3+abc1234'],
  ['component/v1.2.3-1-g0123456', undefined],
  ['latest-5-gabc1234', undefined],
  ['v1.30.0', undefined],
])('git describe %j is version %j', (description, version) => {
  expect(readDescription(description)).toBe(version)
})

test("a template takes its component's tags alone", () => {
  const template = readTagTemplate('component/v{version}')
  expect(readDescription('component/v1.2.3-1-g0123456', template)).toBe('1.2.4-alpha.0.1+0123456')
  expect(readDescription('other/v1.2.3-1-g0123456', template)).toBeUndefined()
})

test('commits after a release sort above it and below the next prerelease', () => {
  const order = ['v1.30.0-0-gabc', 'v1.30.0-2-gabc', 'v1.30.0-10-gabc', 'v1.30.1-alpha.1-0-gabc', 'v1.30.1-0-gabc']
  const versions = order.map((text) => parseVersion(readDescription(text) ?? '').package)
  expect(versions.toSorted(comparePackageVersions)).toEqual(versions)
})
