import { expect, test } from '@jest/globals'
import { namesOf } from '../../src/architecture.js'
import type { Format } from '../../src/format.js'
import { findEntry, subjectOf } from '../../src/verify/presence.js'
import type { PackageEntry } from '../../src/repository/published-repository.js'

function entry(version: string, architecture: string, name = 'runc'): PackageEntry {
  return { name, version, architecture, path: `${version}.${architecture}`, stated: { digests: {} }, text: '' }
}

const find = (
  entries: readonly PackageEntry[],
  version: string,
  release?: string,
  format: Format = 'deb',
  architecture = 'aarch64',
) =>
  findEntry(
    format,
    { package: 'runc', version, architecture: namesOf(architecture), files: [], ...(release === undefined ? {} : { release }) },
    entries,
  )

test.each([
  ['1.1.15', undefined, '1.1.15-2.1'],
  ['1.1.15', '2.1', '1.1.15-2.1'],
  ['1.1.5', undefined, '1.1.5-1.1'],
  ['1.2.0~rc.1', undefined, '1.2.0~rc.1-1.1'],
  ['1:1.1.5', undefined, '1:1.1.5-1.1'],
])('version %s, release %s is the entry %s', (version, release, found) => {
  const entries = ['1.1.5-1.1', '1.1.15-2.1', '1.2.0~rc.1-1.1', '1:1.1.5-1.1'].map((each) => entry(each, 'arm64'))
  expect(find([entry('1.1.15-2.1', 'amd64'), ...entries], version, release)).toEqual(entry(found, 'arm64'))
})

test.each([
  ['nothing of the name', [entry('1.1.15-1', 'arm64', 'runc-doc')], 'the index has no package runc: publish it'],
  [
    'another architecture',
    [entry('1.1.15-1', 'amd64'), entry('1.1.14-1', 'amd64')],
    'the index has runc only for amd64: look for a failed build of arm64',
  ],
  ['another version', [entry('1.1.150-1', 'arm64')], 'the index has runc for arm64 only as 1.1.150-1: publish the version'],
  [
    'a longer version',
    [entry('1.1.15-rc.1-1', 'arm64')],
    'the index has runc for arm64 only as 1.1.15-rc.1-1: publish the version',
  ],
  [
    'two releases',
    [entry('1.1.15-1.1', 'arm64'), entry('1.1.15-2.1', 'arm64')],
    'the index has runc 1.1.15 for arm64 2 times: 1.1.15-1.1 (1.1.15-1.1.arm64), 1.1.15-2.1 (1.1.15-2.1.arm64); state the release or remove all but one',
  ],
])('an index with %s has not the package', (_, entries, sentence) => {
  expect(find(entries, '1.1.15')).toBe(sentence)
})

test('an rpm of armv7l is called armv7hl, and a package for every machine is one for each', () => {
  expect(find([entry('1-1', 'armv7hl')], '1', undefined, 'rpm', 'armv7l')).toEqual(entry('1-1', 'armv7hl'))
  expect(find([entry('1-1', 'armv7l')], '1', undefined, 'rpm', 'armv7l')).toEqual(entry('1-1', 'armv7l'))
  expect(find([entry('1-1', 'noarch')], '1', undefined, 'rpm', 's390x')).toEqual(entry('1-1', 'noarch'))
  expect(find([entry('1-1', 'all')], '1')).toEqual(entry('1-1', 'all'))
})

test('a subject names format, package, version and architecture', () => {
  const cell = { package: 'runc', version: '1.1.15', architecture: namesOf('aarch64'), files: [] }
  expect(subjectOf('deb', cell)).toBe('deb runc 1.1.15 arm64')
  expect(subjectOf('rpm', { ...cell, release: '2.1' })).toBe('rpm runc 1.1.15-2.1 aarch64')
})
