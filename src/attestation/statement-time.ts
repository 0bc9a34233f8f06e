import type { Host } from '../host/host.js'
import type { Plan } from '../plan/plan.js'

/**
 * The time that a bill of materials bears, in seconds since 1970: SOURCE_DATE_EPOCH, else when the newest package of the plan
 * was released, else now.
 */
export function chooseTime(plan: Pick<Plan, 'packages'> | undefined, { env, clock }: Pick<Host, 'env' | 'clock'>): number {
  const stated = env['SOURCE_DATE_EPOCH'] ?? ''
  if (/^\d{1,11}$/.test(stated)) return Number(stated)
  const times = plan?.packages.map(({ time }) => time) ?? []
  return times.length > 0 ? Math.max(...times) : Math.floor(clock.now() / 1000)
}
