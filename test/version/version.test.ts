import { expect, test } from '@jest/globals'
import { parseVersion } from '../../src/version/version.js'

test.each([
  ['v1.30.0', { upstream: '1.30.0', package: '1.30.0', kind: 'release', minor: '1.30' }],
  ['1.30.0-alpha.2', { upstream: '1.30.0-alpha.2', package: '1.30.0~alpha.2', kind: 'prerelease', minor: '1.30' }],
  [
    'v1.31.0-alpha.1.12+abc123',
    { upstream: '1.31.0-alpha.1.12+abc123', package: '1.31.0~alpha.1.12+abc123', kind: 'nightly', minor: '1.31' },
  ],
  ['1.2.3+vendor-1', { upstream: '1.2.3+vendor-1', package: '1.2.3+vendor.1', kind: 'release', minor: '1.2' }],
  ['v1.2.3\n', { upstream: '1.2.3', package: '1.2.3', kind: 'release', minor: '1.2' }],
  ['2.0', { upstream: '2.0', package: '2.0', kind: 'release', minor: '2.0' }],
  ['1.2.3-rc-1', { upstream: '1.2.3-rc-1', package: '1.2.3~rc.1', kind: 'prerelease', minor: '1.2' }],
])('reads %j', (text, version) => {
  expect(parseVersion(text)).toEqual(version)
})

test.each(['', 'latest', '1', 'v1.2.x', '1.2.3-', '1.2.3 4', '1.2/3'])('refuses %j as a version', (text) => {
  expect(() => parseVersion(text)).toThrow(/is no version; it must look like 1\.30\.0/)
})
