import { expect, test } from '@jest/globals'
import { renderEmbargo } from '../../src/report/embargo-report.js'

const until = '2026-12-01T17:00:00Z'

test.each([
  ['built', 3, [], `⏳|All 3 packages are built and hidden; a run at or after ${until} releases them.`],
  ['built', 1, [], `⏳|The package is built and hidden; a run at or after ${until} releases it.`],
  ['released', 3, [], `✅|Released at ${until}: 3 packages at once.`],
  ['released', 1, [], `✅|Released at ${until}: the one package.`],
  ['released', 1, ['A check failed.'], `❌|Released at ${until}: the one package.|- ❌ A check failed.`],
  [undefined, 1, ['It failed.'], '❌|The package is not built; nothing is released.|- ❌ It failed.'],
  [undefined, 3, ['It failed.'], '❌|Not all of the 3 packages are built; nothing is released.|- ❌ It failed.'],
] as const)('an embargo that is %s with packages: %i says so', (state, packages, problems, text) => {
  const [mark, ...lines] = text.split('|')
  const facts = { token: 'abc', until, packages, ...(state && { state }) }
  expect(renderEmbargo(facts, problems).split('\n\n')).toEqual([`### ${mark} Embargo abc`, ...lines])
})

test('one check is one', () => {
  expect(renderEmbargo({ token: 'abc', until, state: 'released', packages: 1, checks: 1 })).toContain('1 check of the')
})
