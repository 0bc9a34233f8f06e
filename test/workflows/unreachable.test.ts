import { afterAll, beforeAll, expect, test } from '@jest/globals'
import type { WorkflowRun } from '../support/act.js'
import { expectRun, makeProject, type Project } from './project.js'

// A port on which nobody listens.
const nowhere = 'http://127.0.0.1:9'
const account = { apiurl: nowhere, downloadUrl: nowhere, username: 'jane', password: 'correct horse battery staple' }

let project: Project
let run: WorkflowRun

beforeAll(async () => {
  project = await makeProject(account)
  run = await project.pushTag('v1.2.3')
}, 60_000)

afterAll(() => project.remove())

test('without OBS the sources are made, the push fails, and nothing that follows runs', () => {
  expectRun(run, { plan: 'success', 'package (hello)': 'success', push: 'failure' }, [expect.stringContaining(nowhere)])
  expect(run.artifacts).toEqual(['sources-hello'])
  expect(run.outputs['plan.plan']).toMatchObject({ version: '1.2.3', channel: 'stable', packages: '["hello"]' })
})

test('the password is in no line of the log', () => {
  expect(run.log).not.toContain(account.password)
})

test('the plan is in the summary', () => {
  expect(run.summaries[0]).toContain('### Plan: 1.2.3 to channel stable')
})
