import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { startIssues, type IssuesStandIn } from '../support/issues-stand-in.js'
import { expectRun, nightlyJobs } from './project.js'
import { openWorkshop, type Workshop } from './workshop.js'

let workshop: Workshop
let issues: IssuesStandIn

beforeAll(async () => {
  workshop = await openWorkshop()
  issues = await startIssues({ repository: 'example/hello' })
  workshop.project.programs.marker = 'v1.4.0-alpha.1.7+abc1234'
})

afterAll(async () => {
  await issues.close()
  await workshop.remove()
})

test('a night that fails opens one issue, the next one that fails changes nothing in it, and one that succeeds closes it', async () => {
  await workshop.spoil(['Macros:', '%__tar /bin/false', ':Macros'])
  const first = await workshop.project.night(issues)
  expect(first.run.jobs['wait']).toBe('failure')
  expect(first.issue.jobs['issue']).toBe('success')
  const [issue] = issues.issues
  expect(issue).toMatchObject({ title: 'Nightly packages failed', labels: ['obs-publish'], state: 'open', comments: [] })
  expect(issue?.body).toContain('1 of 4 builds failed')
  expect(issue?.body).toMatch(/\| hello \| rpm \| aarch64 \| failed \| %prep failed/)
  expect(issue?.body).toContain('/actions/workflows/rebuild.yml')

  const second = await workshop.project.night(issues)
  expect(second.issue.jobs['issue']).toBe('success')
  expect(issues.issues).toHaveLength(1)
  expect(issues.issues[0]).toMatchObject({ state: 'open', comments: [] })

  await workshop.spoil([])
  workshop.project.programs.marker = 'v1.4.0-alpha.1.8+def5678'
  const third = await workshop.project.night(issues)
  expectRun(third.run, nightlyJobs)
  expect(issues.issues).toHaveLength(1)
  expect(issues.issues[0]).toMatchObject({ state: 'closed', reason: 'completed' })
}, 480_000)
