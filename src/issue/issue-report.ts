import { UserError } from '../error.js'
import type { Log } from '../host/log.js'
import type { Condition } from './condition.js'
import { closeCopies, decide, type Change, type Deed } from './decision.js'
import type { Issues } from './github-issues.js'
import type { Occasion } from './occasion.js'

/** The issue about a subject, and what has been done with it. */
export interface IssueReport {
  /** Its page; empty when there is none. */
  readonly issue: string
  readonly deed: Deed
}

/**
 * Brings the one issue about a subject to what is. Throws a {@link UserError} when it was opened without the label by which
 * later runs find it; `onReport` is told of it before.
 */
export async function reportOccasion(
  condition: Condition,
  occasion: Occasion,
  issues: Issues,
  log: Log,
  onReport: (report: IssueReport) => void,
): Promise<void> {
  const find = () => issues.find(occasion.subject, occasion.labels[0])
  const found = await find()
  const { deed, steps } = decide(condition, occasion, found)
  let issue = found[0]?.url ?? ''
  for (const step of steps) {
    if (step.kind !== 'open') await perform(step, issues)
    else {
      const opened = await issues.open(step, async () => (await find())[0])
      onReport({ issue: opened.url, deed })
      requireLabel(occasion.labels, opened.labels, opened.url)
      // Another run may have looked when this one did, and found as little.
      const present = await find()
      for (const each of closeCopies(present)) await perform(each, issues)
      issue = present[0]?.url ?? opened.url
    }
  }
  log.info(deed === 'none' ? `nothing to change: ${issue || 'no issue is open'}` : `${deed} ${issue}`)
  onReport({ issue, deed })
}

async function perform(step: Change, issues: Issues): Promise<void> {
  if (step.kind === 'comment') await issues.comment(step.number, step.comment)
  else if (step.kind === 'update') await issues.change(step.number, { body: step.body })
  else await issues.change(step.number, { state: 'closed', state_reason: step.reason, body: step.body })
}

/** GitHub opens an issue for who may not label it, and silently leaves out the labels. */
function requireLabel([first]: readonly [string, ...string[]], given: readonly string[], url: string): void {
  if (given.some((name) => name.toLowerCase() === first.toLowerCase())) return
  throw new UserError(
    `${url} is open without the label ${first}, by which later runs find it, because the token may not set labels: add the label by hand, and grant the job \`permissions: { issues: write }\`.`,
  )
}
