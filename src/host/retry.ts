import { ServiceError } from '../error.js'
import type { Clock } from './clock.js'

/** What one try of a read came to. */
export type Outcome<T> =
  | { readonly done: true; readonly value: T }
  | {
      readonly done: false
      readonly error: ServiceError
      /** Milliseconds that the service asks for (Retry-After). */
      readonly wait?: number | undefined
      /** Something arrived, so the patience starts anew. */
      readonly progress?: boolean
    }

const patience = 4
const mostAttempts = 40
const firstPause = 500
const longestWait = 120_000

/**
 * Repeats a read until it is done: after four tries in a row that brought nothing it gives up. Only what may be
 * different next time is repeated, and nothing that would begin after the deadline (milliseconds since the epoch). Throws a
 * {@link ServiceError}.
 */
export async function repeatRead<T>(clock: Clock, attempt: () => Promise<Outcome<T>>, deadline = Infinity): Promise<T> {
  let failures = 0
  for (let count = 1; ; count++) {
    const outcome = await attempt()
    if (outcome.done) return outcome.value
    const { error, wait = 0, progress = false } = outcome
    failures = progress ? 1 : failures + 1
    if (!error.retriable || failures === patience || count === mostAttempts || wait > longestWait) throw error
    const pause = Math.max(wait, firstPause * 2 ** (failures - 1))
    if (clock.now() + pause >= deadline) throw error
    await clock.sleep(pause)
  }
}

/** Milliseconds that a Retry-After header asks for: seconds or a date (RFC 9110, 10.2.3). */
export function parseRetryAfter(header: string | undefined, now: number): number | undefined {
  if (header === undefined) return undefined
  if (/^\d+$/.test(header.trim())) return Number(header) * 1000
  const date = Date.parse(header)
  return Number.isNaN(date) ? undefined : Math.max(0, date - now)
}
