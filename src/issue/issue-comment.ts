import { nameRun } from './issue-body.js'
import { markComment, type Mark } from './mark.js'
import { quote } from './quotation.js'

const mostNames = 20

/** A comment of ours, and the line by which it is found again. */
export interface Comment {
  readonly mark: string
  readonly body: string
}

/** Tells that other things fail than before. */
export function tellChange(before: Mark, after: Mark, run: string | undefined): Comment {
  const [old, now] = [before.failing, after.failing]
  const lines =
    old === undefined || now === undefined
      ? ['- too much fails to name it here']
      : [
          ...list(
            'now fails',
            now.filter((name) => !old.includes(name)),
          ),
          ...list(
            'no longer fails',
            old.filter((name) => !now.includes(name)),
          ),
        ]
  return sign(`${after.comments} ${after.digest}`, [`What fails is other than before, says ${nameRun(run)}:`, lines.join('\n')])
}

/** Tells why the issue is closed. */
export function tellRecovery(subject: string, after: Mark, run: string | undefined): Comment {
  const words = `✅ ${quote(subject)} succeeded, says ${nameRun(run)}. The next failure opens a new issue.`
  return sign(`${after.comments} recovery`, [words])
}

/** Tells that two runs have opened an issue at the same time. */
export function tellCopy(kept: number): Comment {
  return sign('copy', [`#${kept} says the same and is older, so this one is closed.`])
}

function sign(key: string, parts: readonly string[]): Comment {
  const mark = markComment(key)
  return { mark, body: [...parts, mark].join('\n\n') }
}

function list(what: string, names: readonly string[]): readonly string[] {
  const hidden = names.length - mostNames
  const shown = names.slice(0, mostNames).map((name) => `- ${what}: ${quote(name, 300)}`)
  return hidden > 0 ? [...shown, `- and ${hidden} more`] : shown
}
