import { count as countOf } from '../plural.js'
import { checks, states, type CheckResult, type State } from '../verify/request.js'

/** What all results mean together. */
export interface Verdict {
  /** The worst state that there is; nothing checked is a failure. */
  readonly state: State
  readonly sentence: string
}

/** Sums results up in a sentence that says how many were proved, in all and by check. */
export function judge(results: readonly CheckResult[]): Verdict {
  if (results.length === 0) return { state: 'failed', sentence: 'Nothing was checked.' }
  const count = (state: State) => results.filter((result) => result.state === state).length
  const state = states.find((each) => count(each) > 0) ?? 'passed'
  const doubts = [
    ...(count('unproved') > 0 ? [`${count('unproved')} could not be proved`] : []),
    ...(count('warning') > 0 ? [`${count('warning')} passed with a warning`] : []),
  ]
  const all = `${countOf(results.length, 'check')} of the repository`
  const head =
    state === 'failed'
      ? `${count('failed')} of ${all} failed`
      : state === 'passed'
        ? `${results.length === 1 ? 'The one check of the repository' : `All ${all}`} passed`
        : `None of ${all} failed`
  return { state, sentence: `${[head, ...doubts].join(', ')}: ${countByCheck(results)}.` }
}

function countByCheck(results: readonly CheckResult[]): string {
  return checks
    .map((check) => ({ check, of: results.filter((result) => result.check === check) }))
    .filter(({ of }) => of.length > 0)
    .map(({ check, of }) => `${check} ${of.filter(({ state }) => state === 'passed').length}/${of.length}`)
    .join(', ')
}
