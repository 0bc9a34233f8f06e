import { expect, test } from '@jest/globals'
import { parseChangelog } from '../../src/spec/changelog-reader.js'

const now = 1_000_000_000

test('reads Markdown with a heading for each version', () => {
  const text = `# Changelog

## [Unreleased]
- not yet

## [1.3.0-rc.1] - 2026-01-31
### Added
- one
  that goes on
* two

## v1.2.3 (2025-12-01)

Text without a bullet.

## 1.2.2

[1.2.2]: https://example.org
`
  expect(parseChangelog(text, now)).toEqual([
    { version: '1.3.0~rc.1', time: Date.UTC(2026, 0, 31) / 1000, changes: ['one that goes on', 'two'] },
    { version: '1.2.3', time: Date.UTC(2025, 11, 1) / 1000, changes: ['Text without a bullet.'] },
  ])
})

test('reads the %changelog of a spec', () => {
  const text = `* Fri Jul 31 2026 Jane Doe <jane@example.org> - 1.2.3-1
- one

* Wed Jul 01 2026 Jane Doe <jane@example.org> 1.2.2
- two
`
  expect(parseChangelog(text, now)).toEqual([
    { version: '1.2.3', time: Date.UTC(2026, 6, 31) / 1000, changes: ['one'] },
    { version: '1.2.2', time: Date.UTC(2026, 6, 1) / 1000, changes: ['two'] },
  ])
})

test('an entry without a date has the time of the release', () => {
  expect(parseChangelog('## 1.0.0\n- first\n', now)).toEqual([{ version: '1.0.0', time: now, changes: ['first'] }])
})
