import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import { systemHttp } from '../../src/host/http.js'
import { reportCheck } from '../../src/operations/report-check.js'
import { cellOf } from '../issue/occasion.js'
import { testClock } from '../support/clock.js'
import { testHost, type TestHost } from '../support/host.js'
import { startRuns, type RunsStandIn } from '../support/runs-stand-in.js'
import { runOperation, type Ran } from './run.js'

let github: RunsStandIn
let host: TestHost

beforeEach(async () => {
  github = await startRuns()
  const clock = testClock()
  const env = {
    GITHUB_API_URL: github.api,
    GITHUB_SERVER_URL: 'https://github.example',
    GITHUB_REPOSITORY: github.repository,
    GITHUB_RUN_ID: '9',
  }
  host = await testHost({ env, clock, http: systemHttp(clock, 2000) })
})
afterEach(async () => {
  await host.remove()
  await github.close()
})

const sha = 'a'.repeat(40)
const good = { ...cellOf('runc'), state: 'succeeded', code: 'succeeded', reason: '' }
const run = (state: string, rows: readonly object[] = [], inputs: Readonly<Record<string, string>> = {}): Promise<Ran> =>
  runOperation(reportCheck, host, { sha, state, results: JSON.stringify(rows), token: github.token, ...inputs })

describe('a check', () => {
  test.each<[string, string, readonly object[], string, string]>([
    ['passes', 'success', [good], 'success', '1 of 1 build succeeded'],
    ['fails', 'failure', [good, cellOf('hello')], 'failure', '1 of 2 builds succeeded, 1 failed'],
    ['fails without a build', 'failure', [], 'failure', 'The builds did not begin'],
    ['that is pending passes nothing', 'pending', [good], 'cancelled', '1 of 1 build succeeded'],
    ['that is skipped passes nothing', 'skipped', [], 'cancelled', 'The builds did not end'],
  ])('%s', async (_, state, rows, conclusion, title) => {
    const { outputs, report, failure } = await run(state, rows)
    expect(failure).toBeUndefined()
    expect(outputs).toEqual({ conclusion, url: 'https://github.example/checks/1' })
    expect(report).toBe(
      `${conclusion === 'failure' ? '❌ ' : ''}The check run says \`${conclusion}\`: https://github.example/checks/1`,
    )
    const [{ output, ...check } = {}] = github.checks
    expect(check).toEqual({
      name: 'Packages on OBS',
      head_sha: sha,
      status: 'completed',
      conclusion,
      details_url: 'https://github.example/owner/project/actions/runs/9',
      external_id: 'Packages on OBS of https://github.example/owner/project/actions/runs/9 attempt 1',
    })
    expect(output).toMatchObject({ title })
  })

  test('has a table with a row for each build that is known', async () => {
    await run('failure', [good, cellOf('hello')])
    expect(github.checks).toEqual([
      expect.objectContaining({ output: expect.objectContaining({ summary: expect.stringMatching(/\| hello .*❌.*\n/) }) }),
    ])
  })

  test('quotes what names and builds say', async () => {
    await run('failure', [
      { ...cellOf('hello'), builder: '<b>d|eb</b>', reason: '[here](https://evil.example)', link: 'osc `x`' },
    ])
    const [{ output } = {}] = github.checks
    const { summary } = output as { summary: string } // what the operation sent
    expect(summary).toContain('&lt;b>d\\|eb&lt;/b>')
    expect(summary).toContain('\\[here\\](https://evil.example)')
    expect(summary).toContain('`osc x `')
  })

  test('is written once, also when the answer is lost', async () => {
    github.faults.push({ method: 'POST', afterEffect: true })
    expect((await run('success', [good])).outputs['url']).toBe('https://github.example/checks/1')
    expect(github.checks).toHaveLength(1)
  })

  test('is cut where GitHub takes no more', async () => {
    await run(
      'failure',
      Array.from({ length: 400 }, (_, index) => ({ ...cellOf(`hello${index}`), reason: 'x'.repeat(300) })),
    )
    const [{ output } = {}] = github.checks
    expect(JSON.stringify(output).length).toBeLessThan(65_000)
  })
})

test.each<[string, () => void, Readonly<Record<string, string>>, string]>([
  ['no commit', () => undefined, { sha: 'main' }, 'Input `sha` must be a commit of 40 hexadecimal digits, not "main".'],
  [
    'a token without the right',
    () => void (github.reading.allowed = false),
    {},
    'GitHub does not let the token write check runs of owner/project (403: Resource not accessible by integration): grant the job `permissions: { checks: write }`; a personal token cannot have that right.',
  ],
])('%s is told of', async (_, arrange, inputs, sentence) => {
  arrange()
  expect((await run('success', [], inputs)).failure).toBe(`UserError: ${sentence}`)
})
