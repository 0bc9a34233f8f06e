import { describe, expect, test } from '@jest/globals'
import { decide, type OwnIssue } from '../../src/issue/decision.js'
import { readMark } from '../../src/issue/mark.js'
import type { Occasion } from '../../src/issue/occasion.js'
import { cellOf, checkOf, issueOf, occasionOf } from './occasion.js'

const first = occasionOf([cellOf('hello')])
const later = 'https://github.example/owner/project/actions/runs/8'

/** The issue that an occasion opened. */
function opened(occasion: Occasion, number = 1): OwnIssue {
  const [step] = decide('failed', occasion, []).steps
  if (step?.kind !== 'open') throw new Error('no issue is opened')
  return issueOf(number, step.body)
}

const kinds = (condition: 'failed' | 'succeeded' | 'undecided', occasion: Occasion, found: readonly OwnIssue[]) => {
  const { deed, steps } = decide(condition, occasion, found)
  return [deed, ...steps.map((step) => ('number' in step ? `${step.kind} ${step.number}` : step.kind))]
}

const [one, two] = [opened(first), opened(first, 2)]
const next = { ...first, run: later, today: '2026-02-04' }
const changed = occasionOf([cellOf('runc')], [], { run: later })

test.each<[string, 'failed' | 'succeeded' | 'undecided', Occasion, readonly OwnIssue[], readonly string[]]>([
  ['a failure without an issue', 'failed', first, [], ['opened', 'open']],
  ['the same run again', 'failed', first, [one], ['none']],
  ['the same failure by a later run', 'failed', next, [one], ['updated', 'update 1']],
  ['another failure', 'failed', changed, [one], ['updated', 'comment 1', 'update 1']],
  ['a recovery', 'succeeded', next, [one], ['closed', 'comment 1', 'close 1']],
  ['a success without an issue', 'succeeded', first, [], ['none']],
  ['nothing decided, without an issue', 'undecided', first, [], ['none']],
  ['nothing decided, with one', 'undecided', changed, [one, two], ['none']],
  ['two issues', 'failed', first, [two, one], ['updated', 'comment 2', 'close 2']],
  ['a recovery of two issues', 'succeeded', next, [two, one], ['closed', 'comment 2', 'close 2', 'comment 1', 'close 1']],
])('%s', (_, condition, occasion, found, expected) => {
  expect(kinds(condition, occasion, found)).toEqual(expected)
})

describe('an issue that is open', () => {
  test('keeps the day on which it began and the run that saw it first', () => {
    const [step] = decide('failed', next, [one]).steps
    const body = step?.kind === 'update' ? step.body : ''
    expect(readMark(body)).toEqual(one.mark)
    expect(body).toContain(`It began on [2026-02-03](${first.run}) and was last seen on 2026-02-04, by [run 8](${later}).`)
  })

  test('differs from the one before in the run and the day alone', () => {
    const [step] = decide('failed', next, [one]).steps
    const lines = (step?.kind === 'update' ? step.body : '').split('\n')
    expect(lines.filter((line) => !one.body.split('\n').includes(line)).map((line) => line.slice(0, 8))).toEqual([
      'Mend the',
      'It began',
    ])
  })

  test('is left alone when only the ends of its lines are others', () => {
    expect(kinds('failed', first, [issueOf(1, `${one.body.replaceAll('\n', '\r\n')}\r\n`)])).toEqual(['none'])
  })

  test('gets a comment that says what is other, with a number of its own', () => {
    const [step, update] = decide('failed', changed, [one]).steps
    expect(step).toEqual({
      kind: 'comment',
      number: 1,
      comment: {
        mark: expect.stringMatching(/^<!-- obs-publish report-issue comment 1 [0-9a-f]{16} -->$/),
        body: expect.stringContaining(
          `What fails is other than before, says [run 8](${later}):\n\n- now fails: runc deb/x86\\_64\n- no longer fails: hello deb/x86\\_64\n`.replaceAll(
            '\\',
            '',
          ),
        ),
      },
    })
    expect(readMark(update?.kind === 'update' ? update.body : '')).toMatchObject({ comments: 1, failing: ['runc deb/x86_64'] })
  })

  test('gets a comment when more fails than it can remember', () => {
    const many = occasionOf(Array.from({ length: 900 }, (_, index) => cellOf(`a-package-${index}`)))
    const [step] = decide('failed', first, [opened(many)]).steps
    expect(step?.kind === 'comment' ? step.comment.body : '').toContain('- too much fails to name it here')
  })

  test('is told of at most twenty changes of a kind', () => {
    const many = occasionOf(Array.from({ length: 30 }, (_, index) => cellOf(`package${index}`)))
    const [step] = decide('failed', many, [one]).steps
    const lines = (step?.kind === 'comment' ? step.comment.body : '').split('\n')
    expect(lines.filter((line) => line.startsWith('- now fails'))).toHaveLength(20)
    expect(lines).toContain('- and 10 more')
  })

  test('remembers that it was closed, so that it can be closed again after a person has opened it', () => {
    const closing = decide('succeeded', next, [one]).steps
    const [comment, close] = closing
    expect(comment?.kind === 'comment' ? comment.comment.body : '').toBe(
      `✅ nightly 1.2 succeeded, says [run 8](${later}). The next failure opens a new issue.\n\n<!-- obs-publish report-issue comment 1 recovery -->`,
    )
    const again = decide('succeeded', next, [issueOf(1, close?.kind === 'close' ? close.body : '')]).steps[0]
    expect(again?.kind === 'comment' ? again.comment.mark : '').toBe('<!-- obs-publish report-issue comment 2 recovery -->')
  })
})

test('the next version that fails in the same way is no news', () => {
  const cell = (version: string) => ({ format: 'deb', package: 'hello', version, architecture: 'amd64' }) as const
  const of = (version: string) => checkOf({ subject: `deb hello ${version} amd64`, cell: cell(version) })
  expect(kinds('failed', occasionOf([], [of('1.2.1')]), [opened(occasionOf([], [of('1.2.0')]))])).toEqual(['updated', 'update 1'])
})

test('a copy is closed with a word on the one that is kept', () => {
  const [comment, close] = decide('failed', first, [two, one]).steps
  expect(comment?.kind === 'comment' ? comment.comment.body : '').toBe(
    '#1 says the same and is older, so this one is closed.\n\n<!-- obs-publish report-issue comment copy -->',
  )
  expect(close).toMatchObject({ kind: 'close', number: 2, reason: 'not_planned' })
})
