import { expect, test } from '@jest/globals'
import { renderProvision } from '../../src/report/provision-table.js'

const change = { project: 'home:jane', what: 'project is missing' }
const kept = { ...change, what: 'has person joe', kept: true } as const

test.each([
  ['as they should be', [], 'apply', 'The OBS projects are as the config says.'],
  ['not there to be removed', [], 'remove', 'There was nothing to remove.'],
  ['looked at', [change], 'check', '### 1 change would be made on OBS'],
  ['changed', [change, change], 'apply', '### 2 changes made on OBS'],
  ['changed, and have more', [change, kept], 'apply', '### 1 change made on OBS, 1 left as it is'],
  ['left alone', [kept], 'check', '### No change would be made on OBS, 1 left as it is'],
] as const)('the summary of projects that are %s says so first', (_, changes, mode, verdict) => {
  expect(renderProvision(changes, '', mode).split('\n')[0]).toBe(verdict)
})

test('a diff that is longer than a screen is folded away', () => {
  expect(renderProvision([change], '+a\n', 'check')).toMatch(/\n\n```diff\n\+a\n```$/)
  expect(renderProvision([change], '+a\n'.repeat(60), 'check')).toMatch(
    /<details><summary>The lines that differ<\/summary>\n\n```diff/,
  )
})
