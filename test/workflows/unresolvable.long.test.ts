import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { expectRun, publishedJobs } from './project.js'
import { container, expectBroken, expectRepaired, openWorkshop, type Story, type Workshop } from './workshop.js'

let workshop: Workshop

beforeAll(async () => {
  workshop = await openWorkshop()
  expectRun(await workshop.project.pushTag('v1.2.3'), publishedJobs)
}, 240_000)

afterAll(() => workshop.remove())

describe('an architecture that OBS cannot build for, in the version after one that is published', () => {
  let story: Story

  beforeAll(async () => {
    story = await workshop.breakAndRepair('v1.2.4', ['Required: nosuchpackage'])
  }, 480_000)

  test('fails the run, which names what is missing', () => {
    expectBroken(story.failed, workshop.build, /^unresolvable: nothing provides nosuchpackage/)
  })

  test('leaves what was released before', () => {
    expect(story.before).toEqual([container])
    expect(story.between).toEqual(story.before)
  })

  test('is built once the base has it, and released beside the version before', () => {
    expectRepaired(story.repaired)
    expect(story.after).toEqual([container, container])
  })
  test('takes the sources from the version before, which can then be rebuilt no more', async () => {
    const run = await workshop.project.rebuild('v1.2.3')
    expectRun(run, { plan: 'success', rebuild: 'failure' }, [
      `The sources of ${workshop.build}/hello on OBS are of another version, they lack hello_1.2.3.orig.tar.xz; push the wanted version again, or correct the input \`version\`.`,
    ])
    expect(await workshop.published()).toEqual(story.after)
  }, 120_000)
  test('stays the newest when the tag of the version before is pushed again', async () => {
    const run = await workshop.project.pushTag('v1.2.3')
    expectRun(run, publishedJobs)
    expect(run.outputs['release.release']).toMatchObject({ changed: 'false' })
    expect(await workshop.published()).toEqual(story.after)
    expect(await workshop.terminal.osc.read(`/source/${workshop.build}/hello`)).toContain('hello_1.2.4.orig.tar.xz')
  }, 240_000)
})
