import { formatSpan } from './measure.js'
import type { Host } from './host.js'

/** A clock may be set while we sleep. */
const longestPause = 60_000

/** Waits until a moment; false, without a wait, when that is further off than the limit. Both in milliseconds. */
export async function waitUntil(time: number, limit: number, { clock, log }: Pick<Host, 'clock' | 'log'>): Promise<boolean> {
  if (time - clock.now() > limit) return false
  while (clock.now() < time) {
    const left = time - clock.now()
    log.status(`waiting ${formatSpan(left)} more`)
    await clock.sleep(Math.min(left, longestPause))
  }
  return true
}
