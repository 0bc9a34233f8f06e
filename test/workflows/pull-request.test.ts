import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { startArtifactService, type ArtifactService } from '../support/artifact-service.js'
import { startRuns, type RunsStandIn } from '../support/runs-stand-in.js'
import { openTerminal, readSandbox, type Terminal } from './obs.js'
import { expectRun, makeProject, type Project } from './project.js'
import { projectsOf } from './user-repository.js'

const sha = 'a'.repeat(40)
const pull = { number: 7, pull_request: { number: 7, base: { ref: 'main' }, head: { sha, ref: 'change' } } }

let terminal: Terminal
let project: Project
let github: RunsStandIn
let artifacts: ArtifactService
let build: string

beforeAll(async () => {
  const sandbox = readSandbox()
  terminal = await openTerminal(sandbox)
  project = await makeProject(sandbox)
  github = await startRuns({ repository: 'example/hello' })
  artifacts = await startArtifactService()
  build = `${projectsOf(project.word, 'nightly').build}:pr:7`
})

afterAll(async () => {
  await artifacts.close()
  await github.close()
  await project.remove()
  await terminal.close()
})

/** Puts what the run without rights has left where GitHub keeps it. */
function finishRun(): void {
  const own = { workflow: 'pull-request.yml', branch: 'change', head: 'example/hello', sha }
  const end = { event: 'pull_request', status: 'completed', conclusion: 'success', created: '2026-01-01T00:00:00Z' }
  github.runs.push({ id: 70, ...own, ...end })
  github.pulls.push({ number: 7, state: 'open', sha, head: 'example/hello', branch: 'change' })
  for (const [index, { name, content }] of artifacts.contents().entries())
    github.artifacts.push({ id: 700 + index, run: 70, name, expired: false, digest: null, content })
}

test('a pull request is packed without a right, built in a project of its own, told as a check, and removed when it is closed', async () => {
  await project.tag('v1.2.3')
  await project.change((config) => `${config.trimEnd()}\n    recommends: { curl: any }\n`)
  const packed = await project.ask('pull-request', github, { payload: pull, artifacts })
  expectRun(packed, { plan: 'success', 'package (hello)': 'success' })
  expect(artifacts.names()).toEqual(['pull-request-plan', 'pull-request-sources-hello'])
  finishRun()

  const event = { workflow_run: { id: 70, event: 'pull_request', conclusion: 'success', head_sha: sha } }
  const built = await project.ask('build-pr', github, { event: 'workflow_run', payload: event })
  expectRun(built, { accept: 'success', build: 'success', check: 'success' })
  expect(await terminal.packages(build)).toEqual(['hello'])
  expect(github.checks).toMatchObject([{ head_sha: sha, status: 'completed', conclusion: 'success' }])

  const closed = { action: 'closed', ...pull }
  const removed = await project.ask('build-pr', github, { event: 'pull_request_target', payload: closed })
  expectRun(removed, { remove: 'success' })
  expect(await terminal.packages(build)).toBeUndefined()
}, 480_000)
