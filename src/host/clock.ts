import { setTimeout as delay } from 'node:timers/promises'

/** Time, passed in so that deadlines are tested without waiting. */
export interface Clock {
  /** Milliseconds since the epoch. */
  now(): number
  /** Resolves after so many milliseconds, or when the signal ends the pause. */
  sleep(milliseconds: number, signal?: AbortSignal): Promise<void>
}

/** Timers of Node that are longer end at once. */
const longest = 2 ** 31 - 1

export const systemClock: Clock = {
  now: () => Date.now(),
  sleep: (milliseconds, signal) =>
    delay(Math.min(milliseconds, longest), undefined, signal && { signal }).catch((error: unknown) => {
      if (signal?.aborted !== true) throw error
    }),
}
