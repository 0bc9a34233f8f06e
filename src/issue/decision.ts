import type { Condition } from './condition.js'
import { writeBody, writeTitle } from './issue-body.js'
import { tellChange, tellCopy, tellRecovery, type Comment } from './issue-comment.js'
import { rememberNames, replaceMark, type Mark } from './mark.js'
import type { Occasion } from './occasion.js'
import { nameTroubles } from './trouble.js'

/** An open issue of the suite about a subject. */
export interface OwnIssue {
  readonly number: number
  /** Its page. */
  readonly url: string
  readonly body: string
  readonly mark: Mark
}

/** A new issue. */
export interface Opening {
  readonly kind: 'open'
  readonly title: string
  readonly body: string
  readonly labels: readonly string[]
}

/** One effect on an issue that there is. */
export type Change =
  | { readonly kind: 'comment'; readonly number: number; readonly comment: Comment }
  | { readonly kind: 'update'; readonly number: number; readonly body: string }
  | { readonly kind: 'close'; readonly number: number; readonly reason: 'completed' | 'not_planned'; readonly body: string }

/** What was done with an issue. */
export type Deed = 'opened' | 'updated' | 'closed' | 'none'

export interface Decision {
  readonly deed: Deed
  /** In the order in which an interruption between two of them does no harm. */
  readonly steps: readonly (Opening | Change)[]
}

/** What is to be done, by what is and what there is: one issue while the subject fails, none when it does not. */
export function decide(condition: Condition, occasion: Occasion, found: readonly OwnIssue[]): Decision {
  const [kept] = found.toSorted((left, right) => left.number - right.number)
  if (condition === 'undecided' || (condition === 'succeeded' && kept === undefined)) return { deed: 'none', steps: [] }
  if (kept === undefined) return { deed: 'opened', steps: [open(occasion)] }
  const copies = closeCopies(found)
  if (condition === 'succeeded') return { deed: 'closed', steps: [...copies, ...recover(occasion, kept)] }
  const steps = [...copies, ...renew(occasion, kept)]
  return { deed: steps.length > 0 ? 'updated' : 'none', steps }
}

/** Closes every issue but the oldest: two runs that looked at the same time have both opened one. */
export function closeCopies(found: readonly OwnIssue[]): readonly Change[] {
  const [kept, ...copies] = found.toSorted((left, right) => left.number - right.number)
  if (kept === undefined) return []
  return copies.flatMap(({ number, body }): Change[] => [
    { kind: 'comment', number, comment: tellCopy(kept.number) },
    { kind: 'close', number, reason: 'not_planned', body },
  ])
}

function open(occasion: Occasion): Opening {
  const { subject, labels, run, today, trouble } = occasion
  const names = rememberNames(nameTroubles(trouble))
  const mark = { subject, since: today, ...(run === undefined ? {} : { firstRun: run }), ...names, comments: 0 }
  return { kind: 'open', title: writeTitle(subject), body: writeBody(occasion, mark), labels }
}

function renew(occasion: Occasion, { number, body: present, mark: before }: OwnIssue): readonly Change[] {
  const names = rememberNames(nameTroubles(occasion.trouble))
  const isOther = names.digest !== before.digest
  const { subject, since, firstRun } = before
  const began = { subject, since, ...(firstRun === undefined ? {} : { firstRun }) }
  const mark = { ...began, ...names, comments: before.comments + (isOther ? 1 : 0) }
  const body = writeBody(occasion, mark)
  return [
    ...(isOther ? [{ kind: 'comment' as const, number, comment: tellChange(before, mark, occasion.run) }] : []),
    // Who edits an issue in a browser leaves other ends of lines.
    ...(body === present.replaceAll('\r\n', '\n').trimEnd() ? [] : [{ kind: 'update' as const, number, body }]),
  ]
}

/** The mark counts the comment, so that an issue that a person opens again gets a new one when it is closed again. */
function recover({ subject, run }: Occasion, { number, body, mark: before }: OwnIssue): readonly Change[] {
  const mark = { ...before, comments: before.comments + 1 }
  return [
    { kind: 'comment', number, comment: tellRecovery(subject, mark, run) },
    { kind: 'close', number, reason: 'completed', body: replaceMark(body, mark) },
  ]
}
