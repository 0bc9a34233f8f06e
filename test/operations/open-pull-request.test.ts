import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from '@jest/globals'
import { commentOnPull } from '../../src/github/pull-comment.js'
import { systemHttp } from '../../src/host/http.js'
import { openPullRequest } from '../../src/operations/open-pull-request.js'
import { testClock } from '../support/clock.js'
import { testHost, type TestHost } from '../support/host.js'
import { startRepository, type RepositoryStandIn } from '../support/repository-stand-in.js'
import { runOperation, type Ran } from './run.js'

let github: RepositoryStandIn
let host: TestHost

beforeEach(async () => {
  github = await startRepository()
  const clock = testClock()
  host = await testHost({
    env: { GITHUB_API_URL: github.api, GITHUB_REPOSITORY: github.repository },
    clock,
    http: systemHttp(clock, 2000),
  })
  github.branches.get('main')?.set('promotion.yaml', Buffer.from('promotions:\n'))
  await writeFile(join(host.directories.work, 'promotion.yaml'), 'promotions: new\n')
})
afterEach(async () => {
  await host.remove()
  await github.close()
})

const given = { files: 'promotion.yaml', subject: 'stable 1.2.3', title: 'Publish 1.2.3 to stable', body: 'All proved.' }
const run = (inputs: Readonly<Record<string, string>> = {}): Promise<Ran> =>
  runOperation(openPullRequest, host, { ...given, token: github.token, ...inputs })
const contentOf = (branch: string) => github.branches.get(branch)?.get('promotion.yaml')?.toString()

test('a file of the checkout is proposed on a branch of its own, once, whoever asks again', async () => {
  const { outputs, failure } = await run()
  expect(failure).toBeUndefined()
  expect(outputs).toEqual({
    number: 1,
    url: 'https://github.example/owner/project/pull/1',
    branch: expect.stringMatching(/^obs-publish\/stable-1\.2\.3-[0-9a-f]{8}$/) as unknown,
    changed: true,
  })
  expect(github.proposals).toMatchObject([{ title: given.title, base: 'main', head: outputs['branch'] }])
  expect(contentOf(outputs['branch'] as string)).toBe('promotions: new\n')
  expect(contentOf('main')).toBe('promotions:\n')
  expect((await run()).outputs).toEqual({ ...outputs, changed: false })
  expect(github.proposals).toHaveLength(1)
})

test('a newer content comes into the pull request that is open, and its text with it', async () => {
  const first = await run()
  await writeFile(join(host.directories.work, 'promotion.yaml'), 'promotions: newer\n')
  const { outputs } = await run({ body: 'Proved again.' })
  expect(outputs).toEqual({ ...first.outputs, changed: true })
  expect(contentOf(first.outputs['branch'] as string)).toBe('promotions: newer\n')
  expect(github.proposals.map(({ body }) => body)).toEqual(['<!-- obs-publish proposal stable 1.2.3 -->\nProved again.'])
})

test('another subject has a pull request of its own, and what somebody else opened is left alone', async () => {
  github.proposals.push({ number: 9, state: 'open', title: 'Publish 1.2.3', body: 'by hand', head: 'other', base: 'main' })
  await run()
  await writeFile(join(host.directories.work, 'promotion.yaml'), 'promotions: other\n')
  await run({ subject: 'stable 1.2.4' })
  expect(github.proposals.map(({ body }) => body.split('\n')[0])).toEqual([
    'by hand',
    '<!-- obs-publish proposal stable 1.2.3 -->',
    '<!-- obs-publish proposal stable 1.2.4 -->',
  ])
})

test('nothing is proposed that the branch has already', async () => {
  await writeFile(join(host.directories.work, 'promotion.yaml'), 'promotions:\n')
  const { outputs, report } = await run()
  expect(outputs).toEqual({ number: 0, url: '', branch: '', changed: false })
  expect(report).toBe('The branch has these files already.')
  expect(github.requests.filter((each) => !each.startsWith('GET'))).toEqual([])
})

test.each(['POST', 'PUT'])('an answer that is lost after its effect is looked for: %s', async (method) => {
  github.faults.push({ method, afterEffect: true }, { method, path: '/pulls', afterEffect: true })
  const { failure } = await run()
  expect(failure).toBeUndefined()
  expect(github.proposals).toHaveLength(1)
})

test.each<[string, () => void, Readonly<Record<string, string>>, string]>([
  [
    'a right that is missing',
    () => void (github.grants.contents = false),
    {},
    'UserError: GitHub does not let the token open a pull request in owner/project (403: Resource not accessible by integration): grant the job `permissions: { contents: write, pull-requests: write }`, or give a token with these rights by the input `token`.',
  ],
  [
    'workflows that may not',
    () => void (github.grants.workflows = false),
    {},
    'UserError: GitHub lets no workflow of owner/project open pull requests (403: GitHub Actions is not permitted to create or approve pull requests.): allow it in Settings, Actions, General, or give the token of an app by the input `token`.',
  ],
  [
    'a file that is not there',
    () => undefined,
    { files: 'none.yaml' },
    'UserError: Input `files` names none.yaml, which is not there.',
  ],
  [
    'a file outside of the repository',
    () => undefined,
    { files: '../secret' },
    'UserError: Input `files` names ../secret; give paths from the root of the repository.',
  ],
])('%s is told with what to do', async (_, change, inputs, message) => {
  change()
  expect((await run(inputs)).failure).toBe(message)
})

test('a pull request has one comment about a subject, which is changed', async () => {
  const { number } = github.add({ isPull: true })
  const place = { api: github.api, repository: github.repository, token: github.token }
  const say = (text: string) => commentOnPull(number, 'promote promotion.yaml', text, place, host)
  const url = await say('first')
  expect(await say('second')).toBe(url)
  await say('second')
  expect(github.issues.find((each) => each.number === number)?.comments).toEqual([
    '<!-- obs-publish comment promote promotion.yaml -->\nsecond',
  ])
  expect(github.requests.filter((each) => each.startsWith('PATCH'))).toHaveLength(1)
})
