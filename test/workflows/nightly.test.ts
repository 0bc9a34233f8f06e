import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { startIssues, type IssuesStandIn } from '../support/issues-stand-in.js'
import { expectRun, nightlyJobs } from './project.js'
import { projectsOf } from './user-repository.js'
import { container, openWorkshop, type Workshop } from './workshop.js'

/** A night that keeps house as well. */
const cleanedJobs = { ...nightlyJobs, clean: 'success' } as const

let workshop: Workshop
let issues: IssuesStandIn

beforeAll(async () => {
  workshop = await openWorkshop({ keep: '1', clean: 'apply' })
  issues = await startIssues({ repository: 'example/hello' })
  workshop.project.programs.marker = 'v1.4.0-alpha.1.7+abc1234'
})

afterAll(async () => {
  await issues.close()
  await workshop.remove()
})

test('a night that fails opens one issue, the next changes nothing in it, one that succeeds closes it, and a later one clears up', async () => {
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
  expectRun(third.run, cleanedJobs)
  expect(third.run.outputs['clean.clean']).toMatchObject({ removed: '[]' })
  expect(issues.issues).toHaveLength(1)
  expect(issues.issues[0]).toMatchObject({ state: 'closed', reason: 'completed' })

  const published = () => workshop.terminal.packages(projectsOf(workshop.project.word, 'nightly').publish)
  const [old = ''] = (await published()) ?? []
  workshop.project.programs.marker = 'v1.4.0-alpha.1.9+abcdef0'
  const fourth = await workshop.project.night(issues)
  expectRun(fourth.run, cleanedJobs)
  const removed: unknown = JSON.parse(fourth.run.outputs['clean.clean']?.['removed'] ?? '')
  expect(removed).toMatchObject([{ version: '1.4.0~alpha.1.8+def5678', container: old }])
  expect(fourth.run.summaries.join('\n')).toMatch(
    /### ✅ 1 of 1 old version withdrawn\n[^]*\n\| hello +\| 1\.4\.0~alpha\.1\.8\+def5678 +\|[^\n]+\| withdrawn \|/,
  )
  expect(await published()).toEqual([container])
  expect(await published()).not.toEqual([old])
}, 720_000)
