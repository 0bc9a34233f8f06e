import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { startIssues, type IssuesStandIn } from '../support/issues-stand-in.js'
import { readSandbox } from './obs.js'
import { expectRun, makeProject, publishedJobs, type Project } from './project.js'
import { projectsOf } from './user-repository.js'

let project: Project
let issues: IssuesStandIn

beforeAll(async () => {
  project = await makeProject(readSandbox())
  issues = await startIssues({ repository: 'example/hello' })
})

afterAll(async () => {
  await issues.close()
  await project.remove()
})

test('every channel that tags have versions of is verified, and one that lacks its newest version opens the issue', async () => {
  const { publish } = projectsOf(project.word, 'stable')
  expectRun(await project.pushTag('v1.2.3'), publishedJobs)
  await project.tag('v1.2.3')
  const well = await project.verify(issues)
  expectRun(well, { list: 'success', [`verify (1.2 1.2.3 stable ${publish})`]: 'success', issue: 'success' })
  expect(issues.issues).toEqual([])

  await project.tag('v1.2.4')
  const lacking = await project.verify(issues)
  expect(lacking.jobs).toEqual({ list: 'success', [`verify (1.2 1.2.4 stable ${publish})`]: 'failure', issue: 'success' })
  expect(issues.issues).toMatchObject([{ title: 'Published packages failed', state: 'open' }])
  expect(issues.issues[0]?.body).toContain('the index has hello for amd64 only as 1.2.3-1.1: publish the version')
}, 480_000)
