import { describe, expect, test } from '@jest/globals'
import { compareWithBaseline, parseBaseline } from '../../src/verify/baseline.js'
import { rowOf } from '../report/rows.js'

const [one, other] = ['A'.repeat(40), 'B'.repeat(40)]
const rowWith = (facts: Readonly<Record<string, string>>) =>
  rowOf('passed', { check: 'signatures', subject: 'deb Release.key', facts })
const since = (before: Readonly<Record<string, string>>, now: Readonly<Record<string, string>>) =>
  compareWithBaseline([rowWith(now)], parseBaseline(JSON.stringify({ state: 'succeeded', report: [rowWith(before)] })))

describe('a key since an earlier report', () => {
  test('that is another one is announced with both fingerprints', () => {
    const [row] = since({ fingerprint: one, expires: '2027-01-01' }, { fingerprint: other, expires: '2029-01-01' })
    expect(row).toMatchObject({ subject: 'deb Release.key, since the baseline', state: 'failed' })
    expect(row?.evidence).toBe(
      `it had fingerprint ${one} then and ${other} now: users trust the first and refuse what the second signs: find out who changed the key, and when it was you announce both fingerprints`,
    )
  })

  test('that was extended is well', () => {
    expect(since({ fingerprint: one, expires: '2027-01-01' }, { fingerprint: one, expires: '2029-01-01' })).toEqual([])
  })
})
