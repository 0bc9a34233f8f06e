import { expect, test } from '@jest/globals'
import { WorkError } from '../../src/error.js'
import { findPrevious, listRecorded, renewVersion } from '../../src/promotion/recorded-version.js'
import { containerOf, debOf, listedAs, sourcesOf } from './sample.js'

const path = debOf('1.0.0-1.1')
const known = listedAs('1.0.0', '1', [path])
const other = { srcmd5: sourcesOf('7'), files: { 'deb/x86_64/other_1.0.0-1.1_amd64.deb': { sha256: '7'.repeat(64) } } }

test('a version that the list has not is written as it was recorded', () => {
  expect(renewVersion(undefined, known, [])).toBe(known)
})

test('packages of a version that are recorded join those that the list has, and it is yanked no more', () => {
  const more = { ...known, from: 'dev', packages: { other } }
  const both = { ...known.packages, other }
  expect(renewVersion({ ...known, yanked: 'broken' }, more, [])).toEqual({ ...known, from: 'dev', packages: both })
})

test('a package that was built anew takes the place of what the list has, unless users have been able to download that', () => {
  const anew = listedAs('1.0.0', '2', [path])
  expect(renewVersion(known, anew, [])).toEqual(anew)
  // Of other sources, so nothing that the list says.
  expect(renewVersion(known, anew, [containerOf('3', [path])])).toEqual(anew)
  const published = [containerOf('1', [path])]
  expect(renewVersion(known, known, published)).toEqual(known)
  const differences = `hello was built of the sources ${sourcesOf('2')}, and the list says ${sourcesOf('1')}. ${path} has the SHA-256 ${'2'.repeat(64)}, and the list says ${'1'.repeat(64)}.`
  expect(() => renewVersion(known, anew, published)).toThrow(
    new WorkError(
      `1.0.0 in stable is published, and what is built now is something else: ${differences} Publish what changed under a new version or release.`,
    ),
  )
})

const change = { channel: 'stable', minor: '1.0', version: '1.0.0', project: 'isv:x' }

test('what the list did not say before is recorded', () => {
  const files = [path]
  const hello = { action: 'record', ...change, package: 'hello', files }
  expect(listRecorded(undefined, known, 'isv:x')).toEqual([hello])
  expect(listRecorded(known, known, 'isv:x')).toEqual([])
  expect(listRecorded(known, listedAs('1.0.0', '2', [path]), 'isv:x')).toEqual([hello])
  expect(listRecorded(known, { ...known, from: 'dev', packages: { ...known.packages, other } }, 'isv:x')).toEqual([
    { action: 'record', ...change, package: 'other', files: Object.keys(other.files), from: 'dev' },
  ])
})

test('all of a version that was yanked is restored', () => {
  const both = { ...known, packages: { ...known.packages, other } }
  expect(listRecorded({ ...known, yanked: 'broken' }, both, 'isv:x').map((each) => [each.action, each.package])).toEqual([
    ['restore', 'hello'],
    ['restore', 'other'],
  ])
})

test('users upgrade from the newest version before of the same channel and minor that is not yanked', () => {
  const all = [
    listedAs('1.0.9', '1', []),
    listedAs('1.0.10-rc.1', '2', []),
    listedAs('1.0.10', '3', [], { channel: 'dev' }),
    listedAs('1.0.11', '4', [], { yanked: 'broken' }),
    listedAs('1.1.0', '5', [], { minor: '1.1' }),
    listedAs('0.9.0', '8', [], { minor: '0.9' }),
    listedAs('1.0.12', '6', []),
    listedAs('1.0.13', '7', []),
  ]
  const before = (version: string) => findPrevious(listedAs(version, '9', []), all)?.version
  expect(['1.0.0', '1.0.9', '1.0.10-rc.1', '1.0.10', '1.0.12', '1.0.14'].map(before)).toEqual([
    ...[undefined, undefined, '1.0.9', '1.0.10-rc.1', '1.0.10-rc.1', '1.0.13'],
  ])
})
