import { checks, states, type CheckResult } from '../verify/request.js'

type Judged = Pick<CheckResult, 'check' | 'state' | 'evidence'>

/** What decides whether anybody may publish in our name comes before what only breaks a package. */
function isAboutTrust({ check, evidence }: Judged): boolean {
  return check === 'signatures' || /private key/i.test(evidence)
}

function rank(result: Judged): readonly number[] {
  return [states.indexOf(result.state), isAboutTrust(result) ? 0 : 1, checks.indexOf(result.check)]
}

/** Worst first: by state, signatures and private keys before others, then in the order of the checks. */
export function sortByUrgency<R extends Judged>(results: readonly R[]): readonly R[] {
  return results
    .map((result) => ({ result, ranks: rank(result) }))
    .sort((left, right) => {
      const apart = left.ranks.findIndex((value, index) => value !== right.ranks[index])
      return apart < 0 ? 0 : (left.ranks[apart] ?? 0) - (right.ranks[apart] ?? 0)
    })
    .map(({ result }) => result)
}

/** Everything that a person should look at, worst first. */
export function listTroubles(results: readonly CheckResult[]): readonly CheckResult[] {
  return sortByUrgency(results.filter(({ state }) => state !== 'passed'))
}
