import { cp, mkdir, mkdtemp, rename, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import { parseConfig } from '../../src/config/config.js'
import { systemHttp } from '../../src/host/http.js'
import { acceptPullRequest } from '../../src/operations/accept-pull-request.js'
import { planPullRequest } from '../../src/plan/pull-request.js'
import type { Plan } from '../../src/plan/plan.js'
import { testClock } from '../support/clock.js'
import { oneProgram } from '../support/config.js'
import { testHost, type TestHost } from '../support/host.js'
import { planOf } from '../support/plan.js'
import { startRuns, type RunsStandIn, type StoredPull, type StoredRun } from '../support/runs-stand-in.js'
import { runOperation, type Ran } from './run.js'

let github: RunsStandIn
let host: TestHost
/** What the run of the pull request has left, and what this run has: a folder for each artifact. */
let theirs: string
let ours: string
let copied: string[]

const project = 'isv:test:stable:v1.2:build'
const plan = planPullRequest(planOf(parseConfig('packages.yaml', oneProgram)), 7)

beforeEach(async () => {
  github = await startRuns()
  const clock = testClock()
  const env = { GITHUB_API_URL: github.api, GITHUB_REPOSITORY: github.repository }
  theirs = await mkdtemp(join(tmpdir(), 'obs-publish-theirs-'))
  ours = await mkdtemp(join(tmpdir(), 'obs-publish-ours-'))
  copied = []
  const move = (from: string, to: string) => cp(from, to, { recursive: true, verbatimSymlinks: true })
  host = await testHost({
    env,
    clock,
    http: systemHttp(clock, 2000),
    artifacts: {
      upload: () => Promise.reject(new Error('nothing is uploaded')),
      download: async (name, folder) => {
        await move(join(ours, name), folder)
        return [name]
      },
      copy: async (name, { id, run }) => {
        copied.push(`${name} ${id} of ${run}`)
        await move(join(theirs, name), join(ours, name))
      },
    },
  })
  github.runs.push(runOf())
  github.pulls.push(pullOf())
  await leavePlan(plan)
  await leave('pull-request-sources-hello', { 'hello/hello.spec': 'Name: hello' })
})

afterEach(async () => {
  for (const folder of [theirs, ours]) await rm(folder, { recursive: true, force: true })
  await host.remove()
  await github.close()
})

const runOf = (given: Partial<StoredRun> = {}): StoredRun => ({
  ...{ id: 3, workflow: 'pull-request.yml', branch: 'topic', sha: 'abc', created: '2026-01-01T00:00:00Z' },
  ...{ event: 'pull_request', status: 'completed', conclusion: 'success', head: 'stranger/project' },
  ...given,
})
const pullOf = (given: Partial<StoredPull> = {}): StoredPull => ({
  ...{ number: 7, state: 'open', sha: 'abc', head: 'stranger/project', branch: 'topic' },
  ...given,
})

async function leave(name: string, files: Readonly<Record<string, string>>): Promise<void> {
  for (const [path, content] of Object.entries(files)) {
    await mkdir(join(theirs, name, path, '..'), { recursive: true })
    await writeFile(join(theirs, name, path), content)
  }
  github.artifacts.push({
    ...{ id: github.artifacts.length + 1, run: 3, name, expired: false, digest: null, content: Buffer.from('') },
  })
}
const leavePlan = (made: Plan) => leave('pull-request-plan', { 'plan.json': JSON.stringify(made) })
const run = (inputs: Readonly<Record<string, string>> = {}): Promise<Ran> =>
  runOperation(acceptPullRequest, host, { run: '3', project, token: github.token, ...inputs })

describe('a pull request that is open at the commit of the run', () => {
  test('is accepted, and what it has left is brought', async () => {
    const { outputs, failure, report } = await run()
    expect(failure).toBeUndefined()
    const url = 'https://github.example/owner/project/pull/7'
    expect(outputs).toMatchObject({ accepted: true, number: 7, url, sha: 'abc', project: `${project}:pr:7` })
    expect(copied).toEqual(['pull-request-plan 1 of 3', 'pull-request-sources-hello 2 of 3'])
    expect(report).toContain(`### ${url} at abc`)
    expect(report).toContain('\n- deb: Debian:12/standard: x86_64, aarch64\n')
  })

  test('is found among others from the same branch by its plan', async () => {
    github.pulls.unshift(pullOf({ number: 6 }))
    expect((await run()).outputs).toMatchObject({ accepted: true, number: 7 })
  })

  test('is looked at again without bringing anything', async () => {
    await run()
    copied.length = 0
    expect((await run({ bring: 'false' })).outputs).toMatchObject({ accepted: true, number: 7 })
    expect(copied).toEqual([])
  })
})

describe('one that is not there any more', () => {
  const gone: readonly [string, Partial<StoredPull>][] = [
    ['closed', { state: 'closed' }],
    ['pushed to', { sha: 'def' }],
    ['from another repository', { head: 'stranger/other' }],
  ]

  test.each(gone)('because it is %s, is left alone', async (_, change) => {
    github.pulls.splice(0, 1, pullOf(change))
    expect(await run()).toEqual({
      outputs: { accepted: false, sha: 'abc' },
      report: 'The pull request is closed, or has newer commits: nothing is built.',
      failure: undefined,
    })
    expect(copied).toEqual([])
  })

  test.each(gone)('because it is %s, is an error once it was approved', async (_, change) => {
    await run()
    github.pulls.splice(0, 1, pullOf(change))
    expect((await run({ bring: 'false' })).failure).toBe(
      'WorkError: No open pull request is at abc any more: it was closed, or got newer commits, so nothing is built.',
    )
  })

  test('because its repository is deleted, is left alone', async () => {
    github.runs.splice(0, 1, runOf({ head: null }))
    expect((await run()).outputs).toEqual({ accepted: false, sha: 'abc' })
  })
})

test('what it says of itself looks to a reviewer like what it is', async () => {
  const [first] = plan.builders
  if (first === undefined) throw new Error('the plan has builders')
  await leavePlan({
    ...plan,
    builders: [...plan.builders, { ...first, name: '<!-- ', paths: [{ project: 'a|b', repository: '`c' }] }],
  })
  expect((await run()).report).toContain('\n- &lt;!--: a\\|b/\\`c: x86_64, aarch64')
})

describe('a hostile one', () => {
  const page = 'https://github.example/owner/project/pull/7'

  test.each<[string, Partial<Plan>, string]>([
    ['build elsewhere', { buildProject: project }, `it builds in ${project}, not ${project}:pr:7`],
    ['build in the project of another', { buildProject: `${project}:pr:8`, pullRequest: 8 }, 'it is of pull request 8, not 7'],
    ['publish', { publishProject: 'isv:test' }, 'it publishes from isv:test'],
    [
      'send the account elsewhere',
      { apiurl: 'https://evil.example' },
      'it goes to https://evil.example, not https://api.opensuse.org',
    ],
  ])('cannot %s', async (_, change, problem) => {
    await leavePlan({ ...plan, ...change })
    const { failure, outputs } = await run()
    expect(failure).toContain(`The plan of ${page} is not taken: ${problem}.`)
    expect(outputs).toEqual({})
    expect(copied).toEqual(['pull-request-plan 3 of 3'])
  })

  test('cannot put a link in the place of its plan', async () => {
    const file = join(theirs, 'pull-request-plan/plan.json')
    await rename(file, join(theirs, 'pull-request-plan/other.json'))
    await symlink('other.json', file)
    expect((await run()).failure).toBe('UserError: Artifact pull-request-plan is not taken: it has no plain file plan.json.')
  })

  test.each<[string, () => Promise<void>, string]>([
    [
      'a link to a folder of ours',
      async () => {
        await rm(join(theirs, 'pull-request-sources-hello/hello'), { recursive: true })
        await symlink('/root/.config/osc', join(theirs, 'pull-request-sources-hello/hello'))
      },
      'it holds "hello", which is not the folder hello',
    ],
    [
      'a link to a file of ours',
      () => symlink('/etc/passwd', join(theirs, 'pull-request-sources-hello/hello/passwd')),
      '"passwd" in it is no plain file',
    ],
    [
      'a service that OBS would run',
      () => writeFile(join(theirs, 'pull-request-sources-hello/hello/_service'), '<services/>'),
      '"_service" in it tells OBS to do something',
    ],
    [
      'files of another package',
      () => writeFile(join(theirs, 'pull-request-sources-hello/other'), ''),
      'it holds "other", which is not the folder hello',
    ],
  ])('cannot bring %s', async (_, arrange, problem) => {
    await arrange()
    expect((await run()).failure).toBe(`UserError: Artifact pull-request-sources-hello is not taken: ${problem}.`)
  })

  test.each<[string, () => void, string]>([
    [
      'is a run that something else started',
      () => void github.runs.splice(0, 1, runOf({ event: 'push' })),
      'https://github.example/owner/project/actions/runs/3 was started by push, not by a pull request.',
    ],
    [
      'has no plan',
      () => void github.artifacts.splice(0, 1),
      'https://github.example/owner/project/actions/runs/3 has no artifact pull-request-plan; let it run again.',
    ],
    [
      'lacks sources',
      () => void github.artifacts.splice(1, 1),
      'https://github.example/owner/project/actions/runs/3 has no artifact pull-request-sources-hello; let it run again.',
    ],
  ])('%s: it is refused', async (_, arrange, sentence) => {
    arrange()
    expect((await run()).failure).toBe(`UserError: ${sentence}`)
  })
})
