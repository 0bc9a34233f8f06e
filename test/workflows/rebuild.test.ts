import { afterAll, beforeAll, expect, test } from '@jest/globals'
import type { WorkflowRun } from '../support/act.js'
import { openTerminal, readSandbox, type Terminal } from './obs.js'
import { expectRun, makeProject, rebuiltJobs, type Project } from './project.js'
import { projectsOf } from './user-repository.js'

let terminal: Terminal
let project: Project
let projects: ReturnType<typeof projectsOf>
let failed: WorkflowRun
let afterFailure: readonly string[] | undefined
let repaired: WorkflowRun
let again: WorkflowRun

/** The base of the rpm builder: a layer over the sandbox's distribution, which the test can spoil and mend. */
const baseOf = (word: string) => `test:${word}:base`

/** On one architecture alone the sources cannot be unpacked. */
const spoilt = ['%ifarch aarch64', 'Macros:', '%__tar /bin/false', ':Macros', '%endif', ''].join('\n')

async function makeBase(base: string): Promise<void> {
  const meta = `<project name="${base}"><title>Base</title><description/><publish><disable/></publish>
<repository name="standard"><path project="openSUSE:Leap:15.6" repository="standard"/><arch>x86_64</arch><arch>aarch64</arch></repository></project>`
  await terminal.osc.change('PUT', `/source/${base}/_meta`, { text: meta })
}

beforeAll(async () => {
  const sandbox = readSandbox()
  terminal = await openTerminal(sandbox)
  project = await makeProject(sandbox, baseOf)
  projects = projectsOf(project.word, 'stable')
  const base = baseOf(project.word)
  await makeBase(base)
  await terminal.osc.change('PUT', `/source/${base}/_config`, { text: spoilt })
  failed = await project.pushTag('v1.2.3')
  afterFailure = await terminal.packages(projects.publish)
  await terminal.osc.change('PUT', `/source/${base}/_config`, { text: '\n' })
  repaired = await project.rebuild('v1.2.3')
  again = await project.rebuild('v1.2.3')
}, 300_000)

afterAll(async () => {
  await project.remove()
  await terminal.close()
})

test('a build that fails on one architecture fails the run, and says which and why', () => {
  expectRun(failed, { plan: 'success', 'package (hello)': 'success', push: 'success', wait: 'failure' }, [
    expect.stringMatching(
      new RegExp(`^1 of 4 builds in ${projects.build} failed: hello rpm/aarch64 \\(failed: .+\\)\\. Nothing was released;`),
    ),
  ])
  expect(failed.outputs['wait.wait']).toMatchObject({
    state: 'failed',
    failed: JSON.stringify([{ package: 'hello', builder: 'rpm', architecture: 'aarch64' }]),
  })
})

test('nothing is released then', async () => {
  expect(afterFailure).toEqual([])
})

test('the rebuild restarts that build alone, and releases and verifies everything', async () => {
  expectRun(repaired, rebuiltJobs)
  expect(repaired.outputs['rebuild.rebuild']).toEqual({
    rebuilt: JSON.stringify([{ package: 'hello', builder: 'rpm', architecture: 'aarch64' }]),
  })
  expect(repaired.outputs['rebuild.release']).toMatchObject({ changed: 'true' })
  expect(repaired.outputs['verify.verify']).toMatchObject({ state: 'succeeded' })
  expect(await terminal.packages(projects.publish)).toEqual([expect.stringMatching(/^hello\.\d{14}$/)])
})

test('a rebuild of what is published restarts and releases nothing', () => {
  expectRun(again, rebuiltJobs)
  expect(again.outputs['rebuild.rebuild']).toEqual({ rebuilt: '[]' })
  expect(again.outputs['rebuild.release']).toMatchObject({ changed: 'false' })
})
