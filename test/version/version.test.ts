import { expect, test } from '@jest/globals'
import { parseVersion, readVersion } from '../../src/version/version.js'

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
  ['1', { upstream: '1', package: '1', kind: 'release', minor: '1' }],
  ['20240227', { upstream: '20240227', package: '20240227', kind: 'release', minor: '20240227' }],
  ['V1.2.3', { upstream: '1.2.3', package: '1.2.3', kind: 'release', minor: '1.2' }],
  ['1.2.3rc1', { upstream: '1.2.3rc1', package: '1.2.3~rc1', kind: 'prerelease', minor: '1.2' }],
  ['1.2.3~rc1', { upstream: '1.2.3~rc1', package: '1.2.3~rc1', kind: 'prerelease', minor: '1.2' }],
  ['1.2.3.dev4', { upstream: '1.2.3.dev4', package: '1.2.3~~dev4', kind: 'prerelease', minor: '1.2' }],
  ['4.1.0.CR2', { upstream: '4.1.0.CR2', package: '4.1.0~cr2', kind: 'prerelease', minor: '4.1' }],
  ['4.1.0.Final', { upstream: '4.1.0.Final', package: '4.1.0.Final', kind: 'release', minor: '4.1' }],
  ['1.0.2k', { upstream: '1.0.2k', package: '1.0.2k', kind: 'release', minor: '1.0' }],
  ['24.8.4.13-lts', { upstream: '24.8.4.13-lts', package: '24.8.4.13~lts', kind: 'prerelease', minor: '24.8' }],
  ['1.30.4-rc1+k3s1', { upstream: '1.30.4-rc1+k3s1', package: '1.30.4~rc1+k3s1', kind: 'prerelease', minor: '1.30' }],
  [
    '1.31.0-alpha.0+0123abc',
    { upstream: '1.31.0-alpha.0+0123abc', package: '1.31.0~alpha.0+0123abc', kind: 'nightly', minor: '1.31' },
  ],
  [
    '1.2.3-nightly.20260101',
    { upstream: '1.2.3-nightly.20260101', package: '1.2.3~nightly.20260101', kind: 'nightly', minor: '1.2' },
  ],
  ['v1.2.3-5-gabcdef0', { upstream: '1.2.3-5-gabcdef0', package: '1.2.4~alpha.0.5+abcdef0', kind: 'nightly', minor: '1.2' }],
  [
    '1.2.3-rc.1-5-gabcdef0',
    { upstream: '1.2.3-rc.1-5-gabcdef0', package: '1.2.3~rc.1.5+abcdef0', kind: 'nightly', minor: '1.2' },
  ],
])('reads %j', (text, version) => {
  expect(parseVersion(text)).toEqual(version)
})

test.each(['', 'latest', 'v', 'v1.2.x', '1.2.3.4five', '1.2.3_4', 'release-1.2.3', 'api/v1.2.3', '1.2.3-', '1.2.3 4', '1.2/3'])(
  'refuses %j as a version',
  (text) => {
    expect(() => parseVersion(text)).toThrow(/is no version; it must look like 1\.30\.0/)
  },
)

test('a project says what its own words mean', () => {
  const rules = { releases: ['lts', 'number'], nightlies: ['edge'] }
  expect(parseVersion('24.8.4.13-lts', rules)).toMatchObject({ package: '24.8.4.13+lts', kind: 'release' })
  expect(parseVersion('1.2.3-1', rules)).toMatchObject({ package: '1.2.3+1', kind: 'release' })
  expect(parseVersion('1.2.3-edge.4', rules)).toMatchObject({ package: '1.2.3~edge.4', kind: 'nightly' })
  expect(parseVersion('1.2.3-1', { prereleases: ['number'] })).toMatchObject({ package: '1.2.3~1', kind: 'prerelease' })
})

test('what may be a prerelease or a revision, and an epoch, is refused with the way out', () => {
  expect(() => parseVersion('1.2.3-1')).toThrow('say which by `versions` in the config')
  expect(() => parseVersion('5:1.2.3')).toThrow('has the epoch 5, which is none of the version of a project')
})

test.each(['1', '3 fixes', '12'])('%j is no version in a text', (text) => {
  expect(readVersion(text)).toBeUndefined()
})
