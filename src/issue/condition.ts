/** What the subject of an issue is now; `undecided` neither opens an issue nor closes one. */
export type Condition = 'failed' | 'succeeded' | 'undecided'

/** The states of our operations and the results of GitHub's jobs. */
const meanings: Readonly<Record<string, Condition>> = {
  failed: 'failed',
  failure: 'failed',
  succeeded: 'succeeded',
  success: 'succeeded',
  pending: 'undecided',
  cancelled: 'undecided',
  skipped: 'undecided',
}

/**
 * Sums up states and results of jobs: one that failed is a failure, only all that succeeded are a success. Throws an Error
 * whose message completes "input `state` …".
 */
export function judgeStates(words: readonly string[]): Condition {
  if (words.length === 0) throw new Error(`must have at least one of ${Object.keys(meanings).join(', ')}`)
  const conditions = words.map((word) => {
    const meaning = Object.hasOwn(meanings, word) ? meanings[word] : undefined
    if (meaning === undefined)
      throw new Error(`must consist of ${Object.keys(meanings).join(', ')}, and not have ${JSON.stringify(word)}`)
    return meaning
  })
  if (conditions.includes('failed')) return 'failed'
  return conditions.every((each) => each === 'succeeded') ? 'succeeded' : 'undecided'
}
