import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import type { WorkflowRun } from '../support/act.js'
import { openTerminal, readSandbox, type Terminal } from './obs.js'
import { expectRun, makeProject, publishedJobs, type Project } from './project.js'
import { projectsOf } from './user-repository.js'

let sandbox: ReturnType<typeof readSandbox>
let terminal: Terminal
let project: Project

beforeAll(async () => {
  sandbox = readSandbox()
  terminal = await openTerminal(sandbox)
  project = await makeProject(sandbox)
})

afterAll(async () => {
  await project.remove()
  await terminal.close()
})

interface State {
  readonly containers: readonly string[] | undefined
  readonly revision: string | undefined
}

async function lookAt(channel: string): Promise<State> {
  const { build, publish } = projectsOf(project.word, channel)
  return { containers: await terminal.packages(publish), revision: await terminal.revision(build, 'hello') }
}

/** What users can download of a version: the package file of each format and architecture, where there is one. */
async function publishedFiles(channel: string, version: string): Promise<readonly string[]> {
  const folder = projectsOf(project.word, channel).publish.replaceAll(':', ':/')
  const files = [
    ...['amd64', 'arm64'].map((architecture) => `deb/${architecture}/hello_${version}-1.1_${architecture}.deb`),
    ...['aarch64', 'x86_64'].map((architecture) => `rpm/${architecture}/hello-${version}-1.1.${architecture}.rpm`),
  ]
  const there = await Promise.all(files.map((file) => terminal.published(`${folder}/${file}`)))
  return files.filter((_, index) => there[index] !== undefined)
}

function filesOf(version: string): readonly string[] {
  return [
    `deb/amd64/hello_${version}-1.1_amd64.deb`,
    `deb/arm64/hello_${version}-1.1_arm64.deb`,
    `rpm/aarch64/hello-${version}-1.1.aarch64.rpm`,
    `rpm/x86_64/hello-${version}-1.1.x86_64.rpm`,
  ]
}

/** Runs the same workflow twice, and looks at OBS after each. */
async function runTwice(channel: string, start: () => Promise<WorkflowRun>) {
  const first = await start()
  const before = await lookAt(channel)
  const second = await start()
  return { first, before, second, after: await lookAt(channel) }
}

const oneContainer = [expect.stringMatching(/^hello\.\d{14}$/)]

describe('the push of a release tag', () => {
  let runs: Awaited<ReturnType<typeof runTwice>>

  beforeAll(async () => {
    runs = await runTwice('stable', () => project.pushTag('v1.2.3'))
  }, 480_000)

  test('is published to stable, for each format and architecture', async () => {
    expectRun(runs.first, publishedJobs)
    expect(runs.first.outputs['plan.plan']).toMatchObject({ version: '1.2.3', channel: 'stable' })
    expect(runs.first.outputs['release.release']).toMatchObject({ changed: 'true' })
    expect(runs.before.containers).toEqual(oneContainer)
    expect(await publishedFiles('stable', '1.2.3')).toEqual(filesOf('1.2.3'))
  })

  test('is verified: every check of every cell has passed', () => {
    expect(runs.first.outputs['verify.verify']).toMatchObject({ state: 'succeeded' })
    // verify-repo writes such rows.
    const rows = JSON.parse(runs.first.outputs['verify.verify']?.['report'] ?? '[]') as { check: string; passed: boolean }[]
    expect(new Set(rows.map(({ check }) => check))).toEqual(new Set(['metadata', 'signatures', 'presence', 'payload', 'install']))
    expect(rows.filter(({ passed }) => !passed)).toEqual([])
  })

  test('changes nothing when it comes again', () => {
    expectRun(runs.second, publishedJobs)
    expect(runs.second.outputs['release.release']).toMatchObject({ changed: 'false' })
    expect(runs.second.outputs['push.push']?.['revisions']).toContain('"changed":false')
    expect(runs.after).toEqual(runs.before)
  })

  test('leaves the password in no line of the log, no output and no summary', () => {
    expect(JSON.stringify(runs.first)).not.toContain(sandbox.password)
    expect(JSON.stringify(runs.second)).not.toContain(sandbox.password)
  })
})

test('the tag of a release candidate lands in dev, and stable stays as it is', async () => {
  const stable = await lookAt('stable')
  const run = await project.pushTag('v1.3.0-rc.1')
  expectRun(run, publishedJobs)
  expect(run.outputs['plan.plan']).toMatchObject({ version: '1.3.0-rc.1', channel: 'dev' })
  expect(await publishedFiles('dev', '1.3.0~rc.1')).toEqual(filesOf('1.3.0~rc.1'))
  expect(await publishedFiles('stable', '1.3.0~rc.1')).toEqual([])
  expect(await lookAt('stable')).toEqual(stable)
}, 240_000)

describe('a nightly build', () => {
  let runs: Awaited<ReturnType<typeof runTwice>>

  beforeAll(async () => {
    project.programs.marker = 'v1.4.0-alpha.1.7+abc1234'
    runs = await runTwice('nightly', () => project.night())
  }, 480_000)

  test('lands in nightly with the version of the marker', async () => {
    expectRun(runs.first, publishedJobs)
    expect(runs.first.outputs['plan.plan']).toMatchObject({ version: '1.4.0-alpha.1.7+abc1234', channel: 'nightly' })
    expect(runs.before.containers).toEqual(oneContainer)
    expect(await publishedFiles('nightly', '1.4.0~alpha.1.7+abc1234')).toEqual(filesOf('1.4.0~alpha.1.7+abc1234'))
  })

  test('changes nothing in the next night when the marker is the same', () => {
    expectRun(runs.second, publishedJobs)
    expect(runs.second.outputs['release.release']).toMatchObject({ changed: 'false' })
    expect(runs.after).toEqual(runs.before)
  })
})
