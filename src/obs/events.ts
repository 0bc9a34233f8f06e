import type { Clock } from '../host/clock.js'

/** What wakes a wait: the end of a pause, or news of OBS. */
export interface Events {
  /** Resolves after so many milliseconds, or soon after OBS tells of something that may matter. */
  sleep(milliseconds: number): Promise<void>
  close(): Promise<void>
}

/** Nothing wakes but the end of the pause. */
export function noEvents(clock: Clock): Events {
  return { sleep: (milliseconds) => clock.sleep(milliseconds), close: () => Promise.resolve() }
}
