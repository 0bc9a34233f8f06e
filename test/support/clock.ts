import type { Clock } from '../../src/host/clock.js'

/** A clock that starts at 0 and moves only by sleeping, at once. */
export function testClock(): Clock {
  let now = 0
  return {
    now: () => now,
    sleep: (milliseconds) => {
      now += milliseconds
      return Promise.resolve()
    },
  }
}
