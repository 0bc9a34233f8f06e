import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { filesOf, lookAt, publishedFiles, runTwice, type Scene } from './channel.js'
import { openTerminal, readSandbox } from './obs.js'
import { startIssues } from '../support/issues-stand-in.js'
import { expectRun, makeProject, nightlyJobs, publishedJobs } from './project.js'

let scene: Scene

beforeAll(async () => {
  const sandbox = readSandbox()
  scene = { terminal: await openTerminal(sandbox), project: await makeProject(sandbox) }
})

afterAll(async () => {
  await scene.project.remove()
  await scene.terminal.close()
})

test('the tag of a release candidate lands in dev, and stable stays as it is', async () => {
  expectRun(await scene.project.pushTag('v1.2.3'), publishedJobs)
  const stable = await lookAt(scene, 'stable')
  const run = await scene.project.pushTag('v1.3.0-rc.1')
  expectRun(run, publishedJobs)
  expect(run.outputs['plan.plan']).toMatchObject({ version: '1.3.0-rc.1', channel: 'dev' })
  expect(await publishedFiles(scene, 'dev', '1.3.0~rc.1')).toEqual(filesOf('1.3.0~rc.1'))
  expect(await publishedFiles(scene, 'stable', '1.3.0~rc.1')).toEqual([])
  expect(await lookAt(scene, 'stable')).toEqual(stable)
}, 480_000)

test('a nightly build lands in nightly with the version of the marker, and the night after changes nothing when it is the same', async () => {
  scene.project.programs.marker = 'v1.4.0-alpha.1.7+abc1234'
  const issues = await startIssues({ repository: 'example/hello' })
  const night = async () => (await scene.project.night(issues)).run
  const { first, before, second, after } = await runTwice(scene, 'nightly', night).finally(() => issues.close())
  expectRun(first, nightlyJobs)
  expect(first.outputs['plan.plan']).toMatchObject({ version: '1.4.0-alpha.1.7+abc1234', channel: 'nightly' })
  expect(before.containers).toEqual([expect.stringMatching(/^hello\.\d{14}$/)])
  expect(await publishedFiles(scene, 'nightly', '1.4.0~alpha.1.7+abc1234')).toEqual(filesOf('1.4.0~alpha.1.7+abc1234'))
  expectRun(second, nightlyJobs)
  expect(second.outputs['release.release']).toMatchObject({ changed: 'false' })
  expect(after).toEqual(before)
  expect(issues.issues).toEqual([])
}, 480_000)
