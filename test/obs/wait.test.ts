import { expect, test } from '@jest/globals'
import type { CellResult, CellState } from '../../src/obs/result.js'
import { formatSpan } from '../../src/host/measure.js'
import { noEvents } from '../../src/obs/events.js'
import type { Observe } from '../../src/obs/observe.js'
import { judgeCells, requireBuilt, waitForCells, type Watch } from '../../src/obs/wait.js'
import type { Clock } from '../../src/host/clock.js'
import { ServiceError } from '../../src/error.js'
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

const watch = (observe: Observe, clock: Clock): Watch => ({
  observe,
  events: noEvents(clock),
  explainSlow: (pending) => Promise.resolve([`${pending.length} slow`]),
})

test.each([
  [['succeeded', 'succeeded'], 'succeeded'],
  [['succeeded', 'failed'], 'failed'],
  [['failed', 'pending'], 'pending'],
  [['succeeded', 'skipped'], 'succeeded'],
  [['skipped', 'skipped'], 'failed'],
  [[], 'failed'],
] as const)('%j together are %s', (states, verdict) => {
  expect(judgeCells(cells(...states))).toBe(verdict)
})

test('a wait that ends too early says how many builds are open, and how to go on', () => {
  const [done, open] = [cells('succeeded')[0], { ...cells('pending')[0], code: 'building', reason: 'building on w:1' }]
  expect(() => requireBuilt('B', { state: 'pending', cells: [done, open] as CellResult[] })).toThrow(
    new ServiceError({
      url: '/build/B',
      reason: '1 of 2 builds in B did not end in time: p0 deb/x86_64 (building on w:1)',
      hint: 'run it again to go on waiting',
      unfinished: true,
    }),
  )
  expect(new ServiceError({ url: '/x', reason: 'late', hint: 'wait', unfinished: true }).message).toBe('late; wait')
})

test('a failed cell does not end the wait for the others', async () => {
  const host = await testHost()
  const looks = [cells('pending', 'pending'), cells('failed', 'pending'), cells('failed', 'succeeded')]
  let look = 0
  const observe = () => Promise.resolve(looks[Math.min(look++, 2)] ?? [])
  const clock = testClock()
  const verdict = await waitForCells(watch(observe, clock), { timeout: 60_000, interval: 10_000 }, clock, host.log)
  expect([verdict.state, look]).toEqual(['failed', 3])
  expect(host.lines.at(-1)).toBe('info: 3s  1 of 2 built; failed: p0 deb/x86_64')
  await host.remove()
})

test('when the time runs out the state is pending, and the last look is handed over', async () => {
  const host = await testHost()
  const clock = testClock()
  const verdict = await waitForCells(
    watch(() => Promise.resolve(cells('pending')), clock),
    { timeout: 3_600_000, interval: 10_000 },
    clock,
    host.log,
  )
  expect(verdict).toEqual({ state: 'pending', cells: cells('pending') })
  expect(clock.now()).toBeLessThanOrEqual(3_600_000)
  expect(clock.now()).toBeGreaterThan(3_580_000)
  await host.remove()
})

test('after the soft deadline it is told who is slow, and told again', async () => {
  const host = await testHost()
  const clock = testClock()
  const limits = { timeout: 100_000, interval: 10_000, slowAfter: 30_000 }
  await waitForCells(
    watch(() => Promise.resolve(cells('pending')), clock),
    limits,
    clock,
    host.log,
  )
  expect(host.lines.filter((line) => line.includes('slow'))).toEqual(Array(3).fill('warning: 1 slow'))
  await host.remove()
})

test('an OBS that does not answer for a while does not end the wait', async () => {
  const host = await testHost()
  const clock = testClock()
  let look = 0
  const observe = () =>
    look++ < 5 ? Promise.reject(new ServiceError({ url: '/x', status: 503, reason: 'no' })) : Promise.resolve(cells('succeeded'))
  const limits = { timeout: 600_000, interval: 10_000 }
  expect(await waitForCells(watch(observe, clock), limits, clock, host.log)).toMatchObject({ state: 'succeeded' })
  look = 0
  await expect(waitForCells(watch(observe, clock), { ...limits, timeout: 3000 }, clock, host.log)).rejects.toThrow('503')
  await host.remove()
})

test.each([
  [7_400, '7s'],
  [123_000, '2m03s'],
  [3_900_000, '1h05m'],
])('%i ms are written %s', (milliseconds, span) => {
  expect(formatSpan(milliseconds)).toBe(span)
})
