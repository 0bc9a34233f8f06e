import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { readSandbox } from './obs.js'
import { expectRun, makeProject, type Project } from './project.js'

let project: Project

beforeAll(async () => {
  project = await makeProject(readSandbox())
})

afterAll(() => project.remove())

test('a pull request is published in a sandbox of its own, and its packages are compared with those of its base', async () => {
  await project.tag('v1.2.3')
  const run = await project.rehearse((config) => `${config.trimEnd()}\n    recommends: { curl: any }\n`)
  expectRun(run, { rehearse: 'success' })
  expect(run.outputs['rehearse.plan']).toMatchObject({ version: '1.2.3', channel: 'stable' })
  expect(run.outputs['rehearse.compare']).toMatchObject({ same: 'false' })
  const summary = run.summaries.join('\n')
  expect(summary).toContain('4 packages differ, in 8 places')
  expect(summary).toMatch(/\| deb hello 1\.2\.3-1 x86_64 +\| relations +\| recommends +\| — +\| curl/)
  expect(summary).toContain('sudo apt install ./deb/NAME.deb')
  expect(run.artifacts).toEqual([expect.stringMatching(/^packages-/)])
}, 600_000)
