import { expect, test } from '@jest/globals'
import { quoteCell } from '../../src/report/markdown.js'
import { renderTable } from '../../src/report/table.js'

test.each([
  ['a pipe', 'a|b', 'a\\|b'],
  ['a pipe that was quoted', quoteCell('a|b'), 'a\\|b'],
  ['lines', 'a\n b', 'a b'],
])('%s in a cell does not end it', (_, text, cell) => {
  expect(
    renderTable(['Name'], [[text]])
      .split('\n')
      .at(-1),
  ).toBe(`| ${cell.padEnd(4)} |`)
})
