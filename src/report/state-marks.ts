import type { State } from '../verify/request.js'

/** What a state looks like in a summary. */
export const stateMarks: Readonly<Record<State, string>> = { failed: '❌', unproved: '❔', warning: '⚠️', passed: '✅' }
