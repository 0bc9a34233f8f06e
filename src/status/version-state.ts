import { states, type State } from '../verify/request.js'
import type { Counts, LineStatus, VersionStatus } from './site-status.js'

const day = 24 * 60 * 60 * 1000
/** Days after which nobody may say that a repository is sound because it was. */
const freshFor = 8

/** What is known of a version. */
export interface VersionState {
  readonly state: State
  /** In a few words, for a table. */
  readonly words: string
  /** The same as the end of a sentence. */
  readonly sentence: string
  /** ISO time of the check that is longest ago; undefined when there was none. */
  readonly at: string | undefined
}

/** Whether users need not hear of a run: it ended as they see it, or was to build only. */
export function isExpected(runState: string): boolean {
  return ['published', 'unsound', 'built'].includes(runState)
}

/**
 * Judges a version by the last checks of it: the worst counts, and what was not checked is not proved.
 * @param now milliseconds since the epoch: what was checked long before proves nothing; without it, as it was then
 */
export function judgeVersion(version: Pick<VersionStatus, 'checks'>, now?: number): VersionState {
  const counts = countAll(version)
  const total = sum(counts)
  const at = version.checks.map((each) => each.at).sort()[0]
  const worst = states.find((state) => (counts[state] ?? 0) > 0)
  const { failed = 0, unproved = 0, warning = 0 } = counts
  const told = (state: State, words: string, sentence = words): VersionState => ({ state, words, sentence, at })
  if (worst === undefined || at === undefined) return told('unproved', 'not checked')
  if (failed > 0) return told('failed', `${failed} of ${total} failed`, `${failed} of ${total} checks failed`)
  const days = now === undefined ? 0 : Math.floor((now - Date.parse(at)) / day)
  if (days >= freshFor) return told('unproved', `not checked for ${days} days`)
  if (unproved > 0) return told('unproved', `${unproved} not proved`, `${unproved} of ${total} checks could not be proved`)
  const all = `all ${total} checks passed`
  if (warning > 0)
    return told('warning', warning === 1 ? '1 warning' : `${warning} warnings`, `${all}, ${warning} with a warning`)
  return told('passed', 'sound', all)
}

/** How all checks of a version ended. */
export function countAll({ checks }: Pick<VersionStatus, 'checks'>): Counts {
  return Object.fromEntries(
    states
      .map((state) => [state, checks.reduce((all, { counts }) => all + (counts[state] ?? 0), 0)])
      .filter(([, all]) => all !== 0),
  ) as Counts // the names are those of states
}

export function countRows(rows: readonly { readonly state: State }[]): Counts {
  const counts: Partial<Record<State, number>> = {}
  for (const { state } of rows) counts[state] = (counts[state] ?? 0) + 1
  return counts
}

export function sum(counts: Counts): number {
  return Object.values(counts).reduce((all, each) => all + each, 0)
}

/** Whether users can have a version, as far as is known. */
export function isOut({ promotion, checks }: VersionStatus): boolean {
  return promotion === undefined ? checks.length > 0 : promotion.state === 'published'
}

/** The version that users get. */
export function newestOf({ versions }: Pick<LineStatus, 'versions'>): VersionStatus | undefined {
  return versions.find(isOut)
}
