import { expect, test } from '@jest/globals'
import { readFileName, readVersions } from '../../src/obs/published-version.js'

test.each([
  ['runc_1.1.15-1.2_amd64.deb', 'runc', '1.1.15-1.2'],
  ['runc_1_all.deb', 'runc', '1'],
  ['libfoo1.2-dev_1.2.0~rc.1+abc-1.1_ppc64el.deb', 'libfoo1.2-dev', '1.2.0~rc.1+abc-1.1'],
  ['runc-1.1.15-1.3.x86_64.rpm', 'runc', '1.1.15-1.3'],
  ['runc-devel-1.1.15-150500.1.1.noarch.rpm', 'runc-devel', '1.1.15-150500.1.1'],
  ['runc-2-0-1.x86_64.rpm', 'runc-2', '0-1'],
])('%s is %s in version %s', (file, name, version) => {
  expect(readFileName(file)).toEqual({ name, version })
})

test.each(['_statistics', 'rpmlint.log', 'runc.rpm', 'runc-1.x86_64.rpm', 'runc.deb'])('%s is no package file', (file) => {
  expect(readFileName(file)).toBeUndefined()
})

test('the version of each cell is its own, and subpackages do not count', () => {
  const cell = (builder: string, architecture: string) => ({ package: 'runc', builder, architecture })
  const file = (repository: string, architecture: string, name: string) => ({
    repository,
    architecture,
    file: name,
    container: 'runc.1',
  })
  const files = [
    file('deb', 'x86_64', 'runc_1.1.15-1.2_amd64.deb'),
    file('deb', 'aarch64', 'runc_1.1.15-1.1_arm64.deb'),
    file('rpm', 'x86_64', 'runc-devel-1.1.15-9.9.x86_64.rpm'),
    file('rpm', 'x86_64', 'runc-1.1.15-1.3.x86_64.rpm'),
    file('rpm', 'aarch64', 'runc-devel-1.1.15-1.3.aarch64.rpm'),
  ]
  const cells = [cell('deb', 'x86_64'), cell('deb', 'aarch64'), cell('rpm', 'x86_64'), cell('rpm', 'aarch64')]
  expect(readVersions(cells, files)).toEqual({
    deb: { x86_64: '1.1.15-1.2', aarch64: '1.1.15-1.1' },
    rpm: { x86_64: '1.1.15-1.3' },
  })
})
