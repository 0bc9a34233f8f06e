import { expect, test } from '@jest/globals'
import { readMark, rememberNames, replaceMark, writeMark } from '../../src/issue/mark.js'

const mark = { subject: 'nightly --> <b>', since: '2026-02-03', digest: 'abc', failing: ['hello deb/x86_64'], comments: 2 }

test('a mark is read as it was written, and nothing in it ends the comment', () => {
  const line = writeMark(mark)
  expect(line.match(/-->/g)).toHaveLength(1)
  expect(readMark(`❌ failed\n\n${line}\n`)).toEqual(mark)
  expect(readMark(`❌ failed\r\n\r\n${line}\r\nand more`)).toEqual(mark)
})

test.each([
  ['no mark', 'just words'],
  ['a quoted mark', `> ${writeMark(mark)}`],
  ['a mark in a line', `see ${writeMark(mark)}`],
  ['a broken mark', '<!-- obs-publish report-issue {"subject": -->'],
  ['a mark of another shape', '<!-- obs-publish report-issue {"subject":"x","comments":-1} -->'],
])('%s is no mark', (_, body) => {
  expect(readMark(body)).toBeUndefined()
})

test('names that are too many are remembered by their digest alone', () => {
  const names = Array.from({ length: 1000 }, (_, index) => `package ${index}`)
  expect(rememberNames(names)).toEqual({ digest: expect.stringMatching(/^[0-9a-f]{16}$/) })
  expect(rememberNames(['a']).failing).toEqual(['a'])
  expect(rememberNames(['a']).digest).not.toBe(rememberNames(['b']).digest)
})

test('another mark takes the place of the one that is there', () => {
  const replaced = replaceMark(`text\n${writeMark(mark)}\nmore`, { ...mark, subject: '$& twice' })
  expect(readMark(replaced)).toEqual({ ...mark, subject: '$& twice' })
  expect(replaced.split('\n')).toEqual(['text', expect.anything(), 'more'])
})
