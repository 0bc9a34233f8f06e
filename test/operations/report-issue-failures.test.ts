import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import { systemHttp } from '../../src/host/http.js'
import { reportIssue } from '../../src/operations/report-issue.js'
import { cellOf } from '../issue/occasion.js'
import { testClock } from '../support/clock.js'
import { testHost, type TestHost } from '../support/host.js'
import { startIssues, type Fault, type IssuesStandIn } from '../support/issues-stand-in.js'
import { runOperation, type Ran } from './run.js'

let github: IssuesStandIn
let host: TestHost
let clock: ReturnType<typeof testClock>

beforeEach(async () => {
  github = await startIssues()
  clock = testClock()
  const env = { GITHUB_API_URL: github.api, GITHUB_REPOSITORY: github.repository, GITHUB_WORKFLOW: 'nightly' }
  host = await testHost({ env, clock, http: systemHttp(clock, 2000) })
})
afterEach(async () => {
  await host.remove()
  await github.close()
})

const run = (state: string, inputs: Readonly<Record<string, string>> = {}): Promise<Ran> =>
  runOperation(reportIssue, host, { state, token: github.token, ...inputs })
const results = (name: string) => ({ results: JSON.stringify([cellOf(name)]) })
const list = '/repos/owner/project/issues'

describe('what a person has to mend', () => {
  const grant = 'grant the job `permissions: { issues: write }`, or give a token with that right by the input `token`'

  test.each<[string, () => void, Readonly<Record<string, string>>, string]>([
    [
      'a token that nobody knows',
      () => undefined,
      { token: 'wrong' },
      'GitHub does not know the token (401: Bad credentials); give a valid one by the input `token`, or by GITHUB_TOKEN.',
    ],
    [
      'a token that may only read',
      () => void (github.rights.write = false),
      {},
      `GitHub does not let the token work on issues of owner/project (403: Resource not accessible by integration): ${grant}.`,
    ],
    [
      'a repository that is not there',
      () => undefined,
      { repository: 'owner/other' },
      `GitHub shows the token no issues of owner/other (404: Not Found): check the input \`repository\`, and ${grant}.`,
    ],
    [
      'a repository without issues',
      () => void (github.rights.issues = false),
      {},
      'owner/project has no issues (410: Issues has been disabled in this repository.): enable them in its settings, or name another by the input `repository`.',
    ],
    [
      'a repository with another name',
      () => void github.faults.push({ method: 'GET', answer: { status: 301, headers: { location: '/repositories/1' } } }),
      {},
      'owner/project has moved (301): give its present name by the input `repository`.',
    ],
    [
      'a text that GitHub does not take',
      () =>
        void github.faults.push({
          method: 'POST',
          answer: { status: 422, body: { message: 'Validation Failed', errors: [{ field: 'labels', code: 'invalid' }] } },
        }),
      {},
      'GitHub refuses the text of the issue (422: Validation Failed): [{"field":"labels","code":"invalid"}]; check the inputs `subject` and `label`.',
    ],
  ])('%s', async (_, arrange, inputs, sentence) => {
    arrange()
    const { failure, outputs } = await run('failed', inputs)
    expect([failure, outputs, github.issues]).toEqual([`UserError: ${sentence}`, {}, []])
    expect(clock.now()).toBe(0)
  })

  test('a token that may not label: the issue is open, and somebody has to label it', async () => {
    github.rights.label = false
    const url = 'https://github.example/owner/project/issues/1'
    expect(await run('failed')).toMatchObject({
      failure: `UserError: ${url} is open without the label obs-publish, by which later runs find it, because the token may not set labels: add the label by hand, and grant the job \`permissions: { issues: write }\`.`,
      outputs: { issue: url, deed: 'opened' },
    })
  })
})

describe('what passes by itself', () => {
  test.each<[string, Fault, number]>([
    ['a server error', { method: 'GET', answer: { status: 502, body: '<html>' } }, 500],
    ['a lost read', { method: 'GET' }, 500],
    ['an answer that is not GitHub’s', { method: 'GET', answer: { status: 200, body: '<html>' } }, 500],
    ['too many requests', { method: 'POST', answer: { status: 429, headers: { 'retry-after': '30' } } }, 30_000],
    [
      'the secondary limit',
      { method: 'POST', answer: { status: 403, body: { message: 'You have exceeded a secondary rate limit.' } } },
      60_000,
    ],
    [
      'the primary limit',
      { method: 'GET', answer: { status: 403, headers: { 'x-ratelimit-remaining': '0', 'x-ratelimit-reset': '90' } } },
      90_000,
    ],
    ['an issue that was opened though no answer came', { method: 'POST', afterEffect: true }, 500],
    [
      'an issue that was opened though the answer was an error',
      { method: 'POST', afterEffect: true, answer: { status: 504 } },
      500,
    ],
    ['an issue that was not opened', { method: 'POST' }, 500],
  ])('%s is waited for, and one issue is open', async (_, fault, pause) => {
    github.faults.push(fault)
    const { failure, outputs } = await run('failed')
    expect([failure, outputs['deed'], clock.now()]).toEqual([undefined, 'opened', pause])
    expect(github.issues).toHaveLength(1)
  })

  test.each<[string, Fault]>([
    ['a comment', { method: 'POST', path: '/comments', afterEffect: true }],
    ['a change', { method: 'PATCH', afterEffect: true }],
    ['a change that was not made', { method: 'PATCH', answer: { status: 500 } }],
  ])('%s whose answer was lost is there once', async (_, fault) => {
    await run('failed', results('hello'))
    github.faults.push(fault)
    expect((await run('failed', results('runc'))).failure).toBeUndefined()
    expect((await run('failed', results('runc'))).outputs['deed']).toBe('none')
    expect(github.issues.map(({ comments }) => comments.length)).toEqual([1])
  })

  test('a run that was killed after its comment is taken up by the next one', async () => {
    await run('failed', results('hello'))
    // Until nobody tries any more.
    for (let count = 0; count < 4; count++) github.faults.push({ method: 'PATCH', answer: { status: 500 } })
    expect((await run('failed', results('runc'))).failure).toBe(
      `ServiceError: ${github.api}${list}/1 answered 500: no reason given; a later run may succeed`,
    )
    expect((await run('failed', results('runc'))).outputs['deed']).toBe('updated')
    expect(github.issues.map(({ comments }) => comments.length)).toEqual([1])
  })
})

describe('what a later run may succeed in', () => {
  test.each<[string, Fault, number, string, number]>([
    ['a server that fails', { method: 'GET', answer: { status: 503 } }, 4, '503: no reason given; a later run may succeed', 3500],
    [
      'a limit that lasts',
      { method: 'GET', answer: { status: 429, headers: { 'retry-after': '3600' }, body: { message: 'Slow down' } } },
      1,
      '429: Slow down; it asks to come back in 3600 s',
      0,
    ],
  ])('%s is given up', async (_, fault, times, sentence, pause) => {
    for (let count = 0; count < times; count++) github.faults.push(fault)
    const { failure } = await run('failed')
    expect(failure).toContain(`ServiceError: ${github.api}${list} answered ${sentence}`)
    expect([clock.now(), github.requests.length, github.issues]).toEqual([pause, times, []])
  })

  test('a host that is not there', async () => {
    await github.close()
    expect((await run('failed')).failure).toMatch(
      /^ServiceError: .* answered nothing: .*ECONNREFUSED.*; a later run may succeed$/,
    )
  })
})

test('a list that goes on elsewhere is not followed there, because the token would be sent along', async () => {
  const elsewhere = await startIssues()
  const link = `<${elsewhere.api}${list}?page=2>; rel="next"`
  github.faults.push({ method: 'GET', answer: { status: 200, headers: { link }, body: [] } })
  await run('succeeded').finally(() => elsewhere.close())
  expect([github.requests.length, elsewhere.requests]).toEqual([1, []])
})
