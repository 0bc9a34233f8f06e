import { describe, expect, test } from '@jest/globals'
import { chooseByVersion } from '../../src/version/choice.js'
import { findOverlap, isWithin, parseRange, readRange } from '../../src/version/range.js'
import { parseVersion } from '../../src/version/version.js'

const rangeOf = parseRange

describe('a range holds', () => {
  test.each([
    ['1.26', '1.26.0', true],
    ['1.26', '1.26.15', true],
    ['1.26', '1.27.0', false],
    ['1.2', '1.26.0', false],
    ['>=1.28 <1.30', '1.29.9', true],
    ['>=1.28, <1.30', '1.30.0', false],
    ['>1.26', '1.26.7', false],
    ['>1.26', '1.27.0', true],
    ['<=1.26', '1.26.7', true],
    ['=1.26.3', '1.26.3', true],
    ['1.26.3', '1.26.30', false],
    [' >= 1.28  < 1.30 ', '1.29.9', true],
    [' * ', '0.1', true],
    ['*', '0.1', true],
    ['<1.9', '1.10.0', false],
  ])('%s of %s: %s', (range, version, expected) => {
    expect(isWithin(parseVersion(version), rangeOf(range))).toBe(expected)
  })
})

describe('a prerelease counts as the release it leads to, unless the bound is a prerelease', () => {
  test.each([
    ['>=1.30', '1.30.0-alpha.1', true],
    ['<1.30', '1.30.0-alpha.1', false],
    ['1.30', '1.30.0-rc.1.7+abc', true],
    ['>=1.30.0-rc.1', '1.30.0-alpha.1', false],
    ['>=1.30.0-rc.1', '1.30.0-rc.1', true],
    ['>=1.30.0-rc.1', '1.30.0', true],
    ['<1.30.0-rc.1', '1.30.0-beta.3', true],
  ])('%s holds %s: %s', (range, version, expected) => {
    expect(isWithin(parseVersion(version), rangeOf(range))).toBe(expected)
  })
})

test.each(['', 'latest', '>=', '1', '>=1.2 <', '~1.2', '^1.2.3'])('%j is no range', (text) => {
  expect(readRange(text)).toBeUndefined()
})

describe('two ranges overlap', () => {
  test.each([
    [['<1.28', '>=1.28'], undefined],
    [
      ['<=1.28', '>=1.28'],
      ['<=1.28', '>=1.28'],
    ],
    [
      ['<1.28', '1.27'],
      ['<1.28', '1.27'],
    ],
    [['1.26', '1.27', '>1.27'], undefined],
    [
      ['>1.26', '1.27'],
      ['>1.26', '1.27'],
    ],
    [
      ['<1.30.0-rc.1', '>=1.30'],
      ['<1.30.0-rc.1', '>=1.30'],
    ],
    [
      ['*', '1.2'],
      ['*', '1.2'],
    ],
    [
      ['*', '*'],
      ['*', '*'],
    ],
    [['<1.9', '>=1.10'], undefined],
    [
      ['<1.0', '<2.0'],
      ['<1.0', '<2.0'],
    ],
    [
      ['<1.0', '*'],
      ['<1.0', '*'],
    ],
    [
      ['<1.2.0', '<1.3'],
      ['<1.2.0', '<1.3'],
    ],
    [
      ['>1.3.0-rc.1 <1.3.0-rc.3', '>1.3.0-rc.1 <1.3.0-rc.4'],
      ['>1.3.0-rc.1 <1.3.0-rc.3', '>1.3.0-rc.1 <1.3.0-rc.4'],
    ],
    [
      ['>1.2.3', '<=1.2'],
      ['>1.2.3', '<=1.2'],
    ],
    [['>1.2', '<=1.2.5'], undefined],
  ])('%j: %j', (texts, expected) => {
    const overlap = findOverlap(texts.map(rangeOf))
    expect(overlap && [overlap.left.text, overlap.right.text]).toEqual(expected)
  })
})

test('a value is chosen by the one range that holds the version; two or none are told', () => {
  const table = [
    { range: rangeOf('<1.28'), value: 'old' },
    { range: rangeOf('>=1.28 <1.30'), value: 'new' },
  ]
  expect(chooseByVersion(table, parseVersion('1.29.4'))).toEqual({ value: 'new' })
  expect(chooseByVersion(table, parseVersion('1.30.0'))).toEqual({
    problem: 'has no range for 1.30.0 (it has "<1.28", ">=1.28 <1.30"); add one',
  })
  expect(chooseByVersion([...table, { range: rangeOf('1.29'), value: 'mine' }], parseVersion('1.29.4'))).toEqual({
    problem: 'has two ranges for 1.29.4, ">=1.28 <1.30" and "1.29"; let one end where the other begins',
  })
})
