import { formatSpan } from '../host/measure.js'
import { listProblems } from './problems.js'
import { count } from '../plural.js'

/** How far a version under embargo is, as far as everybody may read. */
export function renderEmbargo(
  { state, token, until, late = 0, packages = 0, checks }: EmbargoFacts,
  problems: readonly string[] = [],
): string {
  const one = packages === 1
  const mark = problems.length > 0 ? '❌' : state === 'released' ? '✅' : '⏳'
  const lines = [
    `### ${mark} Embargo ${token}`,
    state === undefined
      ? `${one ? 'The package is not built' : `Not all of the ${packages} packages are built`}; nothing is released.`
      : state === 'built'
        ? `${one ? 'The package is' : `All ${packages} packages are`} built and hidden; a run at or after ${until} releases ${one ? 'it' : 'them'}.`
        : `Released at ${until}${late < 60 ? '' : `, ${formatSpan(late * 1000)} late`}: ${one ? 'the one package' : `${packages} packages at once`}.`,
    ...(checks === undefined ? [] : [`${count(checks, 'check')} of the published repositories passed.`]),
    ...(problems.length > 0 ? [listProblems(problems)] : []),
  ]
  return lines.join('\n\n')
}

interface EmbargoFacts {
  readonly state?: 'built' | 'released'
  readonly token: string
  readonly until: string
  readonly late?: number
  readonly packages?: number
  readonly checks?: number
}
