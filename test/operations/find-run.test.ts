import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import type { ForeignArtifact } from '../../src/host/artifact.js'
import { systemHttp } from '../../src/host/http.js'
import { findRun } from '../../src/operations/find-run.js'
import { testClock } from '../support/clock.js'
import { testHost, type TestHost } from '../support/host.js'
import { startRuns, type RunsStandIn, type StoredArtifact, type StoredRun } from '../support/runs-stand-in.js'
import { runOperation, type Ran } from './run.js'

let github: RunsStandIn
let host: TestHost
let copies: [string, ForeignArtifact][]

/** The test clock begins in 1970. */
const now = '1970-01-08T00:00:00Z'

beforeEach(async () => {
  github = await startRuns()
  github.workflows['build.yml'] = 'active'
  copies = []
  const clock = testClock()
  await clock.sleep(Date.parse(now))
  const env = { GITHUB_API_URL: github.api, GITHUB_REPOSITORY: github.repository }
  const copy = (name: string, from: ForeignArtifact) => Promise.resolve(void copies.push([name, from]))
  const refuse = () => Promise.reject(new Error('only copies are made'))
  const artifacts = { upload: refuse, download: refuse, copy }
  host = await testHost({ env, clock, http: systemHttp(clock, 2000), artifacts })
})
afterEach(async () => {
  await host.remove()
  await github.close()
})

const addRun = (given: Partial<StoredRun> = {}) => {
  const id = github.runs.length + 1
  const created = `1970-01-0${id}T00:00:00Z`
  const standard = { id, workflow: 'build.yml', branch: 'main', sha: `sha${id}`, created, event: 'push', status: 'completed' }
  github.runs.push({ ...standard, conclusion: 'success', head: 'owner/project', ...given })
}
const addArtifact = (given: Partial<StoredArtifact> = {}) => {
  const id = github.artifacts.length + 1
  github.artifacts.push({ id, run: 1, name: 'binaries', expired: false, digest: null, content: Buffer.from(''), ...given })
}
const run = (inputs: Readonly<Record<string, string>> = {}): Promise<Ran> =>
  runOperation(findRun, host, { workflow: 'build.yml', token: github.token, ...inputs })
const page = (id: number) => `https://github.example/owner/project/actions/runs/${id}`
const outputsOf = (id: number) => ({ run: id, url: page(id), sha: `sha${id}`, created: `1970-01-0${id}T00:00:00Z` })

describe('the newest run', () => {
  test('of the default branch that succeeded is found', async () => {
    addRun()
    addRun()
    addRun({ conclusion: 'failure' })
    addRun({ branch: 'topic' })
    addRun({ workflow: 'other.yml' })
    expect(await run()).toEqual({
      outputs: outputsOf(2),
      report: `Found ${page(2)} of 1970-01-02T00:00:00Z, for commit sha2.`,
      failure: undefined,
    })
  })

  test.each<[string, Readonly<Record<string, string>>, number]>([
    ['of another branch', { branch: 'topic' }, 3],
    ['whatever it came to', { conclusion: 'any' }, 2],
    ['that has begun within that time', { conclusion: 'any', within: '150h' }, 2],
    ['by its number', { workflow: '', run: '1' }, 1],
    ['of a repository that is written otherwise', { repository: 'Owner/Project' }, 1],
  ])('%s is found', async (_, inputs, id) => {
    addRun()
    addRun({ conclusion: null, status: 'in_progress' })
    addRun({ branch: 'topic' })
    expect((await run(inputs)).outputs).toEqual(outputsOf(id))
  })

  test.each<[string, Partial<StoredRun>]>([
    ['a fork whose branch has the same name', { head: 'stranger/project' }],
    ['a fork that is deleted', { head: null }],
    ['a pull request', { event: 'pull_request' }],
    ['a pull request, with the rights of the repository', { event: 'pull_request_target' }],
  ])('is never one of %s, whose programs nobody has seen', async (_, stranger) => {
    addRun()
    addRun(stranger)
    expect((await run()).outputs).toEqual(outputsOf(1))
  })

  test('is found behind pages of others', async () => {
    addRun()
    for (let count = 0; count < 120; count++)
      addRun({ id: 100 + count, created: '1970-01-02T00:00:00Z', head: 'stranger/project' })
    expect((await run()).outputs).toEqual(outputsOf(1))
    expect(github.requests.filter((request) => request.includes('&page=')).length).toBe(3)
  })
})

describe('fails the work', () => {
  const workflow = 'https://github.example/owner/project/actions/workflows/build.yml'

  test.each<[string, () => void, Readonly<Record<string, string>>, string, object]>([
    [
      'when there is no run',
      () => addRun({ conclusion: 'failure' }),
      {},
      `There is no run of build.yml on main that succeeded; see ${workflow}.`,
      {},
    ],
    [
      'when the newest began too long ago',
      () => addRun({ created: '1970-01-05T12:00:00Z' }),
      { within: '48h', conclusion: 'any' },
      `The newest run of build.yml on main began 60h00m ago, at 1970-01-05T12:00:00Z, and 48h00m are allowed; see ${workflow} for why none has begun since.`,
      { ...outputsOf(1), created: '1970-01-05T12:00:00Z' },
    ],
    [
      'when GitHub has stopped to start it',
      () => {
        addRun({ created: now })
        github.workflows['build.yml'] = 'disabled_inactivity'
      },
      { within: '48h' },
      `GitHub does not start build.yml any more (disabled_inactivity: nothing happened in the repository for 60 days); enable it at ${workflow}.`,
      { ...outputsOf(1), created: now },
    ],
    [
      'when somebody has disabled it, and it never ran',
      () => void (github.workflows['build.yml'] = 'disabled_manually'),
      { within: '48h' },
      `GitHub does not start build.yml any more (disabled_manually); enable it at ${workflow}.`,
      {},
    ],
    [
      'when the content of the artifact is gone',
      () => {
        addRun()
        addArtifact({ expired: true })
      },
      { artifact: 'binaries' },
      `The content of binaries of ${page(1)} is deleted, because artifacts are kept for a while only; run the workflow again.`,
      outputsOf(1),
    ],
  ])('%s', async (_, arrange, inputs, sentence, outputs) => {
    arrange()
    const ran = await run(inputs)
    expect([ran.failure, ran.outputs, copies]).toEqual([`WorkError: ${sentence}`, outputs, []])
  })
})

test('a workflow that is disabled has what it has, where nothing was asked of its age', async () => {
  addRun()
  github.workflows['build.yml'] = 'disabled_manually'
  expect((await run()).outputs).toEqual(outputsOf(1))
  expect(host.lines).toContainEqual(expect.stringMatching(/^warning: GitHub does not start build\.yml any more/))
})

describe('artifacts', () => {
  test('of that name are stored in this run, of several attempts the last', async () => {
    addRun()
    addArtifact({ name: 'binaries' })
    addArtifact({ name: 'binaries', digest: 'sha256:1' })
    addArtifact({ name: 'logs' })
    expect((await run({ artifact: 'binaries' })).failure).toBeUndefined()
    const from = { id: 2, run: 1, repository: 'owner/project', token: github.token, digest: 'sha256:1' }
    expect(copies).toEqual([['binaries', from]])
  })

  test('may be several, and are found on later pages', async () => {
    addRun()
    for (let count = 0; count < 110; count++) addArtifact({ name: `log-${count}` })
    addArtifact({ name: 'sources-hello' })
    addArtifact({ name: 'sources-runc' })
    await run({ artifact: 'sources-*' })
    expect(copies.map(([name]) => name)).toEqual(['sources-hello', 'sources-runc'])
  })

  test('that are not there are an error that lists those there are', async () => {
    addRun()
    addArtifact({ name: 'logs' })
    expect((await run({ artifact: 'binaries' })).failure).toBe(
      `UserError: No artifact of ${page(1)} is named binaries; there are: logs.`,
    )
  })
})

describe('what a person has to mend', () => {
  const grant = 'grant the job `permissions: { actions: read }`, or give a token with that right by the input `token`'
  const names = 'give the name of a file in its .github/workflows by the input `workflow`, or the number of a run by `run`'

  test.each<[string, () => void, Readonly<Record<string, string>>, string]>([
    [
      'no workflow',
      () => undefined,
      { workflow: '' },
      'Input `workflow` is missing: give the file of a workflow, such as build.yml.',
    ],
    ['both', () => undefined, { run: '1' }, 'Inputs `workflow` and `run` exclude each other.'],
    [
      'a path',
      () => undefined,
      { workflow: '../x.yml' },
      'Input `workflow` must be the name of a file in .github/workflows, such as build.yml, not "../x.yml".',
    ],
    [
      'no number',
      () => undefined,
      { workflow: '', run: '1/../2' },
      'Input `run` must be the number of a workflow run, not "1/../2".',
    ],
    [
      'a workflow that is not there',
      () => undefined,
      { workflow: 'none.yml' },
      `GitHub shows the token no such workflow or run of owner/project (404: Not Found): ${names}, and ${grant}.`,
    ],
    [
      'a token that may not read runs',
      () => void (github.reading.allowed = false),
      {},
      `GitHub does not let the token read workflow runs of owner/project (403: Resource not accessible by integration): ${grant}.`,
    ],
    [
      'a token that nobody knows',
      () => undefined,
      { token: 'wrong' },
      'GitHub does not know the token (401: Bad credentials); give a valid one by the input `token`, or by GITHUB_TOKEN.',
    ],
    [
      'no token',
      () => undefined,
      { token: '' },
      'Input `token` is missing: grant the job `permissions: { actions: read }`, or give a token; a command may set GITHUB_TOKEN.',
    ],
  ])('%s', async (_, arrange, inputs, sentence) => {
    arrange()
    expect((await run(inputs)).failure).toBe(`UserError: ${sentence}`)
  })
})
