import { afterEach, beforeEach, expect, test } from '@jest/globals'
import { parseConfig } from '../../src/config/config.js'
import { description, desiredProjects } from '../../src/obs/meta.js'
import { removePullRequestProject } from '../../src/obs/project-removal.js'
import { obsProvision } from '../../src/operations/obs-provision.js'
import { obsRelease } from '../../src/operations/obs-release.js'
import { planPullRequest } from '../../src/plan/pull-request.js'
import { writeXml } from '../../src/xml-writer.js'
import { oneProgram } from '../support/config.js'
import { runOperation } from '../operations/run.js'
import { testHost, type TestHost } from '../support/host.js'
import { planOf } from '../support/plan.js'
import { scriptedOsc } from '../support/scripted-osc.js'

let host: TestHost
beforeEach(async () => void (host = await testHost()))
afterEach(() => host.remove())

const project = 'isv:test:build:pr:7'
const plan = planPullRequest({ ...planOf(parseConfig('packages.yaml', oneProgram)), maintainers: ['jane'] }, 7)
const metaOf = (text: string) => `<project name="${project}"><title/><description>${text}</description></project>`

test('the project of a pull request publishes nothing, releases nothing and belongs to nobody', () => {
  const projects = desiredProjects(plan)
  expect(projects.map(({ name }) => name)).toEqual(['isv:test:stable:v1.2:build:pr:7'])
  const meta = writeXml(projects[0]?.meta ?? { name: '', attributes: {}, children: [], text: '' })
  expect(meta).toContain('<title>Builds of pull request 7</title>')
  expect(meta).toMatch(/<publish>\s*<disable\/>\s*<\/publish>/)
  expect(meta).not.toContain('releasetarget')
  expect(meta).not.toContain('person')
})

test('is deleted when obs-publish made it', async () => {
  const osc = scriptedOsc({ [`/source/${project}/_meta`]: metaOf(description), [`/source/${project}/_config`]: '' })
  expect(await removePullRequestProject(project, osc, host)).toEqual([{ project, what: 'project is deleted', removes: true }])
  expect(osc.changes).toEqual([`DELETE /source/${project}`])
})

test('is no error when it is not there', async () => {
  const osc = scriptedOsc({ [`/source/${project}/_meta`]: undefined })
  expect(await removePullRequestProject(project, osc, host)).toEqual([])
  expect(osc.changes).toEqual([])
})

test.each([
  ['that somebody else made', project, `${project} was not made by obs-publish, so it is not deleted.`],
  [
    'that is called otherwise',
    'isv:test',
    'isv:test is not called as the project of a pull request (BUILD-PROJECT:pr:NUMBER), and only those are deleted by name; give a plan for others.',
  ],
])('one %s is not deleted', async (_, name, sentence) => {
  const osc = scriptedOsc({ [`/source/${project}/_meta`]: metaOf('mine'), [`/source/${project}/_config`]: '' })
  await expect(removePullRequestProject(name, osc, host)).rejects.toThrow(sentence)
  expect(osc.changes).toEqual([])
})

test.each<[string, Readonly<Record<string, string>>, string]>([
  ['in a mode that needs a plan', {}, 'Input `project` is for mode remove; elsewhere the plan names the projects.'],
  [
    'beside a plan',
    { mode: 'remove', plan: JSON.stringify(plan) },
    'Inputs `plan` and `project` exclude each other: a plan names the projects itself.',
  ],
])('obs-provision takes no project %s', async (_, inputs, sentence) => {
  expect((await runOperation(obsProvision, host, { project, ...inputs })).failure).toBe(`UserError: ${sentence}`)
})

test('obs-release releases nothing of a pull request', async () => {
  expect((await runOperation(obsRelease, host, { plan: JSON.stringify(plan) })).failure).toBe(
    'UserError: The plan is of pull request 7, of which nothing is released; make one without it.',
  )
})
