import { readFileSync } from 'node:fs'
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { readSandbox } from './obs.js'
import { expectRun, makeProject, publishedJobs, type Project } from './project.js'

let project: Project

beforeAll(async () => {
  project = await makeProject(readSandbox())
})

afterAll(() => project.remove())

test('a release that is attested states its tarball, its packages and what is in them', async () => {
  const run = await project.pushAttested('v1.2.3')
  expectRun(run, { ...publishedJobs, state: 'success' })
  expect(run.outputs['state.statement']).toMatchObject({ 'predicate-type': expect.stringContaining('docs/verification.md#v1') })
  const given = Object.entries(run.outputs).flatMap(([step, { subjects }]) =>
    step.startsWith('state.') && subjects !== undefined && /^state\.\d+$/.test(step) ? [subjects] : [],
  )
  // One tarball, and four packages, twice.
  expect(given.toSorted()).toEqual(['1', '4', '4'])
  expect(readFileSync('docs/verification.md', 'utf8')).toContain('v1')
}, 600_000)
