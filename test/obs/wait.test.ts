import { expect, test } from '@jest/globals'
import type { CellResult, CellState } from '../../src/obs/result.js'
import { formatSpan } from '../../src/host/measure.js'
import { judgeCells, waitForCells } from '../../src/obs/wait.js'
import { testClock } from '../support/clock.js'
import { testHost } from '../support/host.js'

function cells(...states: CellState[]): CellResult[] {
  return states.map((state, index) => ({
    package: `p${index}`,
    builder: 'deb',
    architecture: 'x86_64',
    state,
    code: state,
    reason: '',
    link: '',
  }))
}

test.each([
  [['succeeded', 'succeeded'], 'succeeded'],
  [['succeeded', 'failed'], 'failed'],
  [['failed', 'pending'], 'pending'],
  [[], 'failed'],
] as const)('%j together are %s', (states, verdict) => {
  expect(judgeCells(cells(...states))).toBe(verdict)
})

test('a failed cell does not end the wait for the others', async () => {
  const host = await testHost()
  const looks = [cells('pending', 'pending'), cells('failed', 'pending'), cells('failed', 'succeeded')]
  let look = 0
  const observe = () => Promise.resolve(looks[Math.min(look++, 2)] ?? [])
  const verdict = await waitForCells(observe, { timeout: 60_000, interval: 10_000 }, testClock(), host.log)
  expect([verdict.state, look]).toEqual(['failed', 3])
  expect(host.lines.at(-1)).toBe('info: 3s  1 of 2 built; failed: p0 deb/x86_64')
  await host.remove()
})

test('when the time runs out the state is pending, and the last look is handed over', async () => {
  const host = await testHost()
  const clock = testClock()
  const verdict = await waitForCells(
    () => Promise.resolve(cells('pending')),
    { timeout: 3_600_000, interval: 10_000 },
    clock,
    host.log,
  )
  expect(verdict).toEqual({ state: 'pending', cells: cells('pending') })
  expect(clock.now()).toBeLessThanOrEqual(3_600_000)
  expect(clock.now()).toBeGreaterThan(3_580_000)
  await host.remove()
})

test.each([
  [7_400, '7s'],
  [123_000, '2m03s'],
  [3_900_000, '1h05m'],
])('%i ms are written %s', (milliseconds, span) => {
  expect(formatSpan(milliseconds)).toBe(span)
})
