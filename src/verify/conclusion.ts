import { ServiceError, WorkError } from '../error.js'
import type { CheckResult } from './request.js'

/** More failures than these are in the report, and not in the sentence that ends the run. */
const mostTold = 3

/** Throws a WorkError unless every check passed, and a ServiceError when the download host may be the reason. */
export function requireVerified(results: readonly CheckResult[]): void {
  const failed = results.filter(({ passed }) => !passed)
  if (results.length === 0) throw new WorkError('No check of the published repositories was made, so nothing is proved.')
  if (failed.length === 0) return
  const shown = failed.slice(0, mostTold).map(({ check, subject, evidence }) => `${subject}, ${check}: ${evidence}`)
  const rest = failed.length - shown.length
  const list = `${shown.join('; ')}${rest > 0 ? `; and ${rest} more, see the report` : ''}`
  const told = `${failed.length} of ${results.length} checks of the published repositories failed: ${list}`
  const lost = failed.find(({ unavailable }) => unavailable === true)
  if (lost !== undefined) throw new ServiceError({ url: lost.subject, reason: told, retriable: true, unfinished: true })
  throw new WorkError(told, { reported: true })
}
