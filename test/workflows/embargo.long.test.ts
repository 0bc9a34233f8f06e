import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { publishedFiles } from './channel.js'
import { openWorkshop, type Workshop } from './workshop.js'
import { expectRun, publishedJobs } from './project.js'
import { projectsOf } from './user-repository.js'

const version = '8.41.6'
let workshop: Workshop

beforeAll(async () => {
  workshop = await openWorkshop()
  await workshop.spoil([])
})

afterAll(() => workshop.remove())

test('a version under embargo is in nothing that a run shows or leaves, and is published at its time', async () => {
  const { project } = workshop
  expectRun(await project.pushTag('v8.41.5'), publishedJobs)
  const until = new Date(Date.now() + 150_000).toISOString().replace(/\.\d+/, '')
  const run = await project.hold(`v${version}`, 'a salt that nobody outside has', until)
  expectRun(run, { build: 'success', release: 'success' })
  expect(run.outputs['build.embargo']).toMatchObject({ state: 'built', until, packages: '1' })
  expect(run.outputs['release.embargo']).toMatchObject({ state: 'released', late: expect.stringMatching(/^\d\d?$/) })
  const { build, publish } = projectsOf(project.word, 'stable')
  const shown = JSON.stringify(run)
  for (const secret of [version, build, publish]) expect(shown).not.toContain(secret)
  expect(run.artifacts).toEqual([])
  expect(run.summaries.join('\n')).toMatch(/Released at \d{4}-\d\d-\d\dT\S+Z: the one package\./)
  expect(await publishedFiles(workshop, 'stable', version)).toHaveLength(4)
}, 600_000)
