import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { systemHttp } from '../../src/host/http.js'
import { reportIssue } from '../../src/operations/report-issue.js'
import { cellOf, checkOf } from '../issue/occasion.js'
import { testClock } from '../support/clock.js'
import { testHost, type TestHost } from '../support/host.js'
import { startIssues, type IssuesStandIn } from '../support/issues-stand-in.js'
import { runOperation, type Ran } from './run.js'

let github: IssuesStandIn
let host: TestHost
let clock: ReturnType<typeof testClock>
let env: Record<string, string>

beforeEach(async () => {
  github = await startIssues()
  clock = testClock()
  env = {
    GITHUB_API_URL: github.api,
    GITHUB_SERVER_URL: 'https://github.example',
    GITHUB_REPOSITORY: github.repository,
    GITHUB_RUN_ID: '7',
    GITHUB_WORKFLOW: 'nightly',
  }
  host = await testHost({ env, clock, http: systemHttp(clock, 2000) })
})
afterEach(async () => {
  await host.remove()
  await github.close()
})

const failed = (...names: string[]) => JSON.stringify(names.map((name) => cellOf(name)))
const run = (state: string, results = '', inputs: Readonly<Record<string, string>> = {}): Promise<Ran> =>
  runOperation(reportIssue, host, { state, results, token: github.token, ...inputs })
const page = (number: number) => `https://github.example/owner/project/issues/${number}`
/** What was written, without what was only read. */
const writes = () =>
  github.requests.filter((request) => !request.startsWith('GET')).map((request) => request.replace('/repos/owner/project', ''))

describe('night after night', () => {
  test('one issue is opened, kept up to date, commented on when other things fail, and closed', async () => {
    expect(await run('failed', failed('hello'))).toEqual({
      outputs: { issue: page(1), deed: 'opened' },
      report: `Opened ${page(1)}.`,
      failure: undefined,
    })
    expect(github.issues).toEqual([expect.objectContaining({ title: 'nightly failed', labels: ['obs-publish'], comments: [] })])
    expect((await run('failed', failed('hello'))).report).toBe(`Nothing has changed in ${page(1)}.`)
    expect(writes()).toEqual(['POST /issues'])
    env['GITHUB_RUN_ID'] = '8'
    expect((await run('failed', failed('hello'))).outputs['deed']).toBe('updated')
    expect((await run('failed', failed('hello', 'runc'))).outputs['deed']).toBe('updated')
    expect(github.issues[0]?.comments).toEqual([expect.stringContaining('- now fails: runc deb/x86_64\n')])
    expect((await run('pending', failed('more'))).outputs).toEqual({ issue: page(1), deed: 'none' })
    expect((await run('success')).outputs).toEqual({ issue: page(1), deed: 'closed' })
    expect((await run('success')).outputs).toEqual({ issue: '', deed: 'none' })
    expect(writes()).toEqual([
      'POST /issues',
      'PATCH /issues/1',
      'POST /issues/1/comments',
      'PATCH /issues/1',
      'POST /issues/1/comments',
      'PATCH /issues/1',
    ])
    expect(github.issues).toEqual([expect.objectContaining({ state: 'closed', reason: 'completed' })])
    expect((await run('failed', failed('hello'))).outputs).toEqual({ issue: page(2), deed: 'opened' })
  })

  test('each subject has an issue of its own', async () => {
    await run('failed', '', { subject: 'nightly 1.2' })
    await run('failed', '', { subject: 'nightly 1.3' })
    await run('succeeded', '', { subject: 'nightly 1.2' })
    expect(github.issues.map(({ title, state }) => [title, state])).toEqual([
      ['nightly 1.2 failed', 'closed'],
      ['nightly 1.3 failed', 'open'],
    ])
  })

  test('nobody else’s issue is touched: not without the mark, not without the label, and no pull request', async () => {
    await run('failed')
    const body = github.issues[0]?.body ?? ''
    github.issues.length = 0
    github.add({ title: 'nightly failed', labels: ['obs-publish'], body: 'mine' })
    github.add({ title: 'nightly failed', body })
    github.add({ title: 'a pull request', labels: ['obs-publish'], body, isPull: true })
    github.add({ title: 'quoted', labels: ['obs-publish'], body: body.replace(/^/gm, '> ') })
    const before = structuredClone(github.issues)
    expect((await run('succeeded')).outputs).toEqual({ issue: '', deed: 'none' })
    expect(github.issues).toEqual(before)
  })

  test('an issue is found on a later page', async () => {
    for (let count = 0; count < 130; count++) github.add({ title: 'other', labels: ['Obs-Publish'], body: 'other' })
    await run('failed')
    expect((await run('succeeded')).outputs).toEqual({ issue: page(131), deed: 'closed' })
  })

  test('of two issues the older is kept', async () => {
    await run('failed')
    const [first] = github.issues
    github.add({ ...first, number: 2, comments: [] })
    expect((await run('failed')).outputs).toEqual({ issue: page(1), deed: 'updated' })
    expect(github.issues.map(({ state, reason }) => [state, reason])).toEqual([
      ['open', null],
      ['closed', 'not_planned'],
    ])
  })

  test('an issue that another run opens at the same time is the one that stays', async () => {
    await run('failed')
    const [first] = github.issues.splice(0)
    // The first look has found nothing yet.
    github.faults.push({ method: 'GET', answer: { status: 200, body: [] } })
    github.add({ ...first })
    expect((await run('failed')).outputs).toEqual({ issue: page(1), deed: 'opened' })
    expect(github.issues.map(({ state }) => state)).toEqual(['open', 'closed'])
  })
})

describe('the failures', () => {
  test('come from files, and from what --json prints', async () => {
    await writeFile(join(host.directories.work, 'wait.json'), JSON.stringify({ state: 'failed', results: [cellOf('hello')] }))
    await writeFile(join(host.directories.work, 'verify.json'), JSON.stringify([checkOf({ evidence: 'it is gone' })]))
    const rerun = 'https://github.example/owner/project/actions/workflows/rebuild.yml'
    expect((await run('failed', 'wait.json', { report: 'verify.json', 'rerun-url': rerun })).failure).toBeUndefined()
    expect(github.issues[0]?.body).toContain(`[start again what failed](${rerun})`)
    expect(github.issues[0]?.body).toMatch(/\| hello \|.*\| presence \| deb repository \| failed \| it is gone \|/s)
  })

  test.each([
    ['[{"package":"hello"}]', 'Input `results` does not hold the rows of obs-wait (0.builder: '],
    ['{"results":3}', 'Input `results` does not hold the rows of obs-wait (it: '],
    ['[', 'Input `results` is not JSON ('],
    ['none.json', 'Input `results` is neither JSON nor a file: there is no '],
  ])('that cannot be read, %s, are an error, and the issue is opened all the same', async (results, sentence) => {
    const { outputs, failure } = await run('failed', results)
    expect(failure).toContain(`UserError: ${sentence}`)
    expect(outputs).toEqual({ issue: page(1), deed: 'opened' })
  })
})

describe('inputs that are wrong are told together, before anything is sent', () => {
  test.each<[string, Readonly<Record<string, string>>, string]>([
    ['subject', { subject: 'x'.repeat(201) }, 'Input `subject` has 201 characters; name what the issue is about in at most 200.'],
    [
      'label',
      { label: `a,${'b'.repeat(51)}` },
      `Input \`label\` has "${'b'.repeat(51)}", and GitHub takes at most 50 characters.`,
    ],
    ['label', { label: ',' }, 'Input `label` is empty, and by a label the issue is found again: give one.'],
    ['rerun-url', { 'rerun-url': 'rebuild' }, 'Input `rerun-url` must be an address that begins with https://.'],
    [
      'repository',
      { repository: '../x' },
      'Input `repository` must be owner/name, not "../x"; its default is the variable GITHUB_REPOSITORY.',
    ],
    ['token', { token: 'two words' }, 'Input `token` has characters that no token has, such as a blank or a newline.'],
  ])('%s', async (_, inputs, sentence) => {
    expect((await run('failed', '', inputs)).failure).toBe(`UserError: ${sentence}`)
    expect(github.requests).toEqual([])
  })

  test.each([
    ['', 'Input `state` is missing: What the run came to: '],
    [',', 'Input `state` must have at least one of failed, '],
    ['success, gone', 'Input `state` must consist of failed, '],
  ])('a state of "%s"', async (state, sentence) => {
    await expect(run(state)).rejects.toThrow(sentence)
  })

  test('nothing at all', async () => {
    host = { ...host, env: {} }
    expect((await runOperation(reportIssue, host, { state: 'failed' })).failure).toBe(
      [
        'UserError: Input `subject` is missing, and no workflow has a name to take: say what the issue is about.',
        'Input `repository` must be owner/name, not ""; its default is the variable GITHUB_REPOSITORY.',
        'Input `token` is missing: grant the job `permissions: { issues: write }`, or give a token; a command may set GITHUB_TOKEN.',
      ].join('\n'),
    )
  })
})

test('the token of the environment is taken, masked and shown to nobody', async () => {
  Object.assign(env, { GITHUB_TOKEN: github.token })
  const { failure, outputs, report } = await runOperation(reportIssue, host, { state: 'failed' })
  expect(failure).toBeUndefined()
  const [mask, ...lines] = host.lines
  expect(mask).toBe(`mask: ${github.token}`)
  expect(JSON.stringify([lines, outputs, report, github.issues, github.requests])).not.toContain(github.token)
})
