import { expect, test } from '@jest/globals'
import { wrapText } from '../../src/spec/spec.js'

test('paragraphs are filled to a width that lint allows', () => {
  const lines = wrapText(`${'word '.repeat(30)}\nmore\n\nSecond.\n`)
  expect(lines.map((line) => line.length)).toEqual([74, 74, 4, 0, 7])
})

test('lists and indented lines stay as they are, and a long word is not cut', () => {
  expect(wrapText(`- one\n- two\n\n  code\n\n${'x'.repeat(90)} y`)).toEqual([
    '- one',
    '- two',
    '',
    '  code',
    '',
    'x'.repeat(90),
    'y',
  ])
})
