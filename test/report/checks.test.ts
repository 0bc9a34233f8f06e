import { expect, test } from '@jest/globals'
import { mapInParallel } from '../../src/host/parallel.js'
import { renderChecks } from '../../src/report/checks.js'
import { verifyRepository } from '../../src/verify/verify.js'
import { testHost } from '../support/host.js'
import { rowOf } from './rows.js'

const good = { check: 'presence', subject: 'deb runc 1 amd64', state: 'passed', passed: true, evidence: 'there' } as const
const bad = { check: 'payload', subject: 'deb runc 1 arm64', state: 'failed', passed: false, evidence: 'differs:\na|b' } as const

test('failures come first, with their evidence on one line', () => {
  expect(renderChecks([good, bad])).toBe(`❌ 1 of 2 checks of the repository failed: presence 1/1, payload 0/1.

|  | Check | Subject | Evidence |
| --- | --- | --- | --- |
| ❌ | payload | deb runc 1 arm64 | differs: a\\|b |

<details><summary>1 passed</summary>

|  | Check | Subject | Evidence |
| --- | --- | --- | --- |
| ✅ | presence | deb runc 1 amd64 | there |

</details>`)
})

test('what users paste is folded away behind the rows, the same once', () => {
  const snippet = { path: '/etc/yum.repos.d/example-org.repo', text: '[example-org]\nbaseurl=https://example.org/```\n' }
  const way = rowOf('passed', { check: 'delivery', subject: 'rpm way', snippet })
  expect(
    renderChecks([way, { ...way, subject: 'rpm way again' }])
      .split('\n\n')
      .slice(-4)
      .join('\n\n'),
  ).toBe(
    `<details><summary>How users have the repositories</summary>

\`/etc/yum.repos.d/example-org.repo\`

\`\`\`ini
[example-org]
baseurl=https://example.org/'''
\`\`\`

</details>`,
  )
})

test('a verdict without failures says what passed, and none at all is no success', () => {
  expect(renderChecks([good]).split('\n')[0]).toBe('✅ The one check of the repository passed: presence 1/1.')
  expect(renderChecks([])).toBe('❌ Nothing was checked.')
})

test('what is to be looked at comes worst first: by state, signatures and private keys, then by check', () => {
  const rows = [
    rowOf('warning', { subject: 'a' }),
    rowOf('failed', { subject: 'b', check: 'install' }),
    rowOf('failed', { subject: 'c', check: 'presence' }),
    rowOf('unproved', { subject: 'd', check: 'signatures' }),
    rowOf('failed', { subject: 'e', check: 'payload', evidence: '/etc/x is a private key' }),
    rowOf('failed', { subject: 'f', check: 'signatures' }),
  ]
  const lines = renderChecks(rows).split('\n')
  expect(lines[0]).toBe(
    '❌ 4 of 6 checks of the repository failed, 1 could not be proved, 1 passed with a warning: metadata 0/1, signatures 0/2, presence 0/1, payload 0/1, install 0/1.',
  )
  expect(lines.slice(4).map((line) => line.split(' | ').slice(0, 3).join(' '))).toEqual([
    '| ❌ signatures f',
    '| ❌ payload e',
    '| ❌ presence c',
    '| ❌ install b',
    '| ❔ signatures d',
    '| ⚠️ metadata a',
  ])
})

test.each([
  ['unproved', '❔ None of 2 checks of the repository failed, 1 could not be proved: metadata 1/2.'],
  ['warning', '⚠️ None of 2 checks of the repository failed, 1 passed with a warning: metadata 1/2.'],
] as const)('a verdict says when something is %s', (state, verdict) => {
  expect(renderChecks([rowOf('passed'), rowOf(state)]).split('\n')[0]).toBe(verdict)
})

test('a summary keeps below the limit of GitHub, the worst in it, and says what is missing', () => {
  const evidence = 'ü'.repeat(3000)
  const rows = Array.from({ length: 400 }, (_, index) =>
    rowOf(index === 399 ? 'failed' : 'passed', { subject: `s${index}`, evidence }),
  )
  const text = renderChecks(rows)
  expect(Buffer.byteLength(text)).toBeLessThan(1024 * 1024 - 100_000)
  expect(text.split('\n')[4]).toMatch(/^\| ❌ \| metadata \| s399 \| ü+… \|$/)
  expect(text.split('\n\n').at(-1)).toBe('172 more did not fit into this summary; the output `report` has them all.')
})

test('a request that would prove nothing is refused with every reason at once', async () => {
  const host = await testHost()
  const request = {
    format: 'deb',
    url: 'http://127.0.0.1:9/',
    cells: [],
    checks: new Set<'install'>(),
    deadline: 0,
  } as const
  await expect(verifyRepository(request, host)).rejects.toMatchObject({ name: 'UserError', problems: { length: 2 } })
  await host.remove()
})

test('so many tasks run at a time, and a failure is thrown when all running ones have ended', async () => {
  let running = 0
  const seen: number[] = []
  const started: number[] = []
  const task = async (item: number) => {
    started.push(item)
    seen.push(++running)
    await new Promise((resolve) => setTimeout(resolve, 5))
    running--
    if (item === 2) throw new Error('two')
    return item * 10
  }
  expect(await mapInParallel([1, 3, 4, 5], 2, task)).toEqual([10, 30, 40, 50])
  expect(Math.max(...seen)).toBe(2)
  started.length = 0
  await expect(mapInParallel([1, 2, 3, 4, 5], 2, task)).rejects.toThrow('two')
  expect(running).toBe(0)
  expect(started).not.toContain(5)
})
