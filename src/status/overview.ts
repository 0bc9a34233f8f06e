import { marks, renderName } from '../report/page-text.js'
import { markup, type Html } from '../report/html.js'
import { states, type State } from '../verify/request.js'
import { namePlace } from './line-place.js'
import type { LineStatus } from './site-status.js'
import { judgeVersion, newestOf } from './version-state.js'

const heads: Readonly<Record<State, string>> = {
  failed: 'Not all is sound.',
  unproved: 'Not all is proved.',
  warning: 'Sound, with warnings.',
  passed: 'Sound.',
}
const phrases: Readonly<Record<State, string>> = {
  failed: 'checks failed of',
  unproved: 'not proved is',
  warning: 'there are warnings for',
  passed: 'sound is',
}
/** More lines are not named in a sentence. */
const mostNamed = 5

/** The answer to whether it is sound, for the newest version of every line: the worst state, and who is in it. */
export function renderOverview(lines: readonly LineStatus[], now: number): Html {
  const judged = lines.map((line) => ({ line, state: stateOf(line, now) }))
  const worst = judgeLines(lines, now)
  return renderVerdict(worst, heads[worst], describe(judged, worst))
}

/** The worst state of a newest version; without any nothing is proved. */
export function judgeLines(lines: readonly LineStatus[], now: number): State {
  const all = lines.map((line) => stateOf(line, now))
  return states.find((state) => all.includes(state)) ?? 'unproved'
}

/** A state that stands out, and a sentence about it. */
export function renderVerdict(state: State, head: string, sentence: string): Html {
  return markup`<p class="verdict ${state}"><i aria-hidden="true">${marks[state]}</i><span><strong>${head}</strong> ${sentence}</span></p>\n`
}

/** The verdict of one version, in the words of the overview. */
export function headOf(state: State): string {
  return heads[state]
}

/** How the newest version of a line is; what nobody can have proves nothing. */
export function stateOf(line: LineStatus, now: number): State {
  const newest = newestOf(line)
  return newest === undefined ? 'unproved' : judgeVersion(newest, now).state
}

function describe(judged: readonly { readonly line: LineStatus; readonly state: State }[], worst: State): string {
  if (judged.length === 0) return 'No report has told of a repository yet.'
  const sound = judged.filter(({ state }) => state === 'passed').length
  const all = judged.length === 1 ? 'The repository' : `All ${judged.length} repositories`
  if (worst === 'passed') return `${all} passed every check, with the newest version.`
  const clauses = states.flatMap((state) => {
    const names = judged.filter((each) => each.state === state).map(({ line }) => renderName(namePlace(line)))
    if (state === 'passed' || names.length === 0) return []
    const rest = names.length - mostNamed
    const told = names.slice(0, mostNamed).join(', ')
    return [`${phrases[state]} ${rest > 0 ? `${told} and ${rest} more` : told}`]
  })
  // That none is sound throughout would only say again what stands before it.
  const rest = sound === 0 ? [] : [`${sound} of ${judged.length} ${sound === 1 ? 'is' : 'are'} sound throughout`]
  const text = [...clauses, ...rest].join('; ')
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}.`
}
