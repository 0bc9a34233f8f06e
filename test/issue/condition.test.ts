import { expect, test } from '@jest/globals'
import { judgeStates } from '../../src/issue/condition.js'

test.each([
  [['failed'], 'failed'],
  [['failure'], 'failed'],
  [['succeeded'], 'succeeded'],
  [['success', 'success'], 'succeeded'],
  [['pending'], 'undecided'],
  [['cancelled'], 'undecided'],
  [['skipped'], 'undecided'],
  [['success', 'skipped'], 'undecided'],
  [['failure', 'skipped', 'skipped'], 'failed'],
  [['cancelled', 'failure'], 'failed'],
])('%j together mean %s', (words, condition) => {
  expect(judgeStates(words)).toBe(condition)
})

test.each(['ok', 'Failed', 'constructor'])('the word %s is none of them', (word) => {
  expect(() => judgeStates(['success', word])).toThrow(
    `must consist of failed, failure, succeeded, success, pending, cancelled, skipped, and not have "${word}"`,
  )
})

test('no word at all is no state', () => {
  expect(() => judgeStates([])).toThrow('must have at least one of failed, failure,')
})
