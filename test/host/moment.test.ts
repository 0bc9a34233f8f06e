import { expect, test } from '@jest/globals'
import { waitUntil } from '../../src/host/moment.js'
import { testClock } from '../support/clock.js'
import { testHost } from '../support/host.js'

test.each([
  ['one that has come', -5, 0, true, 0],
  ['one within the limit', 250_000, 300_000, true, 250_000],
  ['one exactly at the limit', 300_000, 300_000, true, 300_000],
  ['one that is further off', 300_001, 300_000, false, 0],
])('a moment is waited for: %s', async (_, time, limit, come, now) => {
  const clock = testClock()
  const host = await testHost({ clock })
  expect(await waitUntil(time, limit, host)).toBe(come)
  expect(clock.now()).toBe(now)
  await host.remove()
})
