import type { Clock } from '../host/clock.js'

/** What wakes a wait: the end of a pause, or news of OBS. */
export interface Events {
  /** Resolves after so many milliseconds, or soon after OBS has told of something that may matter. */
  sleep(milliseconds: number): Promise<void>
  close(): Promise<void>
}

/** Nothing wakes but the end of the pause. */
export function noEvents(clock: Clock): Events {
  return { sleep: (milliseconds) => clock.sleep(milliseconds), close: () => Promise.resolve() }
}

/** Milliseconds between news and the look that it causes, in which more news may come: builds end in bursts. */
const gathering = 200
/** News that may wake in a row, and milliseconds after which one more may: a broker that never rests costs little. */
const burst = 10
const refill = 5000

/** A pause that news ends. News that come between two pauses end the next one. */
export class Alarm {
  readonly #clock: Clock
  #news = false
  #wake: (() => void) | undefined
  #left = burst
  #refilledAt: number

  constructor(clock: Clock) {
    this.#clock = clock
    this.#refilledAt = clock.now()
  }

  /** Tells that something may have changed. */
  ring(): void {
    this.#news = true
    this.#wake?.()
  }

  async sleep(milliseconds: number): Promise<void> {
    const earned = Math.floor((this.#clock.now() - this.#refilledAt) / refill)
    this.#left = Math.min(burst, this.#left + earned)
    this.#refilledAt += earned * refill
    const end = new AbortController()
    const pause = this.#clock.sleep(milliseconds, end.signal)
    if (this.#left > 0) {
      const woken = this.#news ? Promise.resolve() : new Promise<void>((resolve) => (this.#wake = resolve))
      await Promise.race([pause, woken])
      this.#wake = undefined
      if (this.#news) {
        this.#left--
        await this.#clock.sleep(Math.min(gathering, milliseconds))
      }
    } else await pause
    end.abort()
    this.#news = false
  }
}
