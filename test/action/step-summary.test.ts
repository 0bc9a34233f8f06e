import { describe, expect, test } from '@jest/globals'
import { summarize } from '../../src/action/step-summary.js'
import { registry } from '../../src/operations/registry.js'

const table = { name: 'obs-push', report: () => '### New sources\n' }
const verdict = { name: 'obs-wait', report: () => '### ❌ 1 of 2 builds failed' }

describe('the summary of a step', () => {
  test.each([
    ['is its report', table, { revisions: {} }, [], '### New sources'],
    ['is nothing when there is nothing to say', table, {}, [], ''],
    [
      'is why it failed when it has nothing else',
      table,
      {},
      ['OBS said <no>.'],
      '### ❌ obs-push failed\n\n- ❌ OBS said &lt;no>.',
    ],
    [
      'says that it failed before what it did',
      table,
      { revisions: {} },
      ['a.', 'b.'],
      '### ❌ obs-push failed\n\n- ❌ a.\n- ❌ b.\n\n### New sources',
    ],
    [
      'says nothing twice that its report says',
      verdict,
      { state: 'failed' },
      ['1 of 2 builds failed.'],
      '### ❌ 1 of 2 builds failed',
    ],
  ])('%s', (_, operation, outputs, problems, text) => {
    expect(summarize(operation, outputs, problems)).toBe(text)
  })

  test.each(Object.keys(registry))('of %s that failed at once begins with the verdict and has the cause', async (name) => {
    const operation = await registry[name]?.()
    if (operation === undefined) throw new Error(name)
    expect(summarize(operation, {}, ['Nothing answered.'])).toBe(`### ❌ ${name} failed\n\n- ❌ Nothing answered.`)
  })
})
