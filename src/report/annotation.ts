import type { Log } from '../host/log.js'
import type { CheckResult } from '../verify/request.js'
import { clip, flatten } from './foreign-text.js'
import { sortByUrgency } from './urgency.js'

/** GitHub shows ten errors of a step, and the failure of the step itself is one. */
const most = 9

/** Logs the worst failures one by one, so that a run shows each by itself. */
export function annotate(results: readonly CheckResult[], log: Log): void {
  for (const { check, subject, evidence } of sortByUrgency(results.filter(({ passed }) => !passed)).slice(0, most))
    log.error(clip(flatten(`${subject}, ${check}: ${evidence}`), 4000))
}
