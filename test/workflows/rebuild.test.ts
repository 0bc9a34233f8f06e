import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { expectRun, rebuiltJobs } from './project.js'
import { broken, container, expectBroken, expectRepaired, openWorkshop, type Story, type Workshop } from './workshop.js'

let workshop: Workshop

beforeAll(async () => {
  workshop = await openWorkshop()
})

afterAll(() => workshop.remove())

describe('a build that fails on one architecture', () => {
  let story: Story

  beforeAll(async () => {
    // The sources cannot be unpacked.
    story = await workshop.breakAndRepair('v1.2.3', ['Macros:', '%__tar /bin/false', ':Macros'])
  }, 480_000)

  test('fails the run, which says where and why', () => {
    expectBroken(story.failed, workshop.build, /^%prep failed at: \S+ -x \S+\/hello_1\.2\.3\.orig\.tar\.xz$/)
  })

  test('is reported in one summary: the verdict, the cell, its cause, and where to go on', () => {
    const [verdict, , next, , trouble] = (story.report.summaries.at(-1) ?? '').split('\n')
    expect(verdict).toBe('## ❌ 1.2.3 is not published: 1 of 4 builds failed')
    expect(next).toMatch(
      /^Nothing was released\. Mend the cause; then \[the rebuild workflow\]\(\S+\/actions\/workflows\/rebuild\.yml\) with version 1\.2\.3 restarts/,
    )
    expect(trouble).toMatch(/^- ❌ hello rpm\/aarch64: %prep failed at: /)
  })

  test('keeps everything from being released', () => {
    expect(story.between).toEqual([])
  })

  test('is restarted by the rebuild, which releases and verifies', () => {
    expectRepaired(story.repaired)
    expect(story.repaired.outputs['push.rebuild']).toEqual({ rebuilt: JSON.stringify([broken]) })
    expect(story.after).toEqual([container])
  })

  test('is not restarted again once it is released', async () => {
    const again = await workshop.project.rebuild('v1.2.3')
    expectRun(again, rebuiltJobs)
    expect(again.outputs['push.rebuild']).toEqual({ rebuilt: '[]' })
    expect(again.outputs['release.release']).toMatchObject({ changed: 'false' })
    expect(await workshop.published()).toEqual(story.after)
  }, 120_000)

  test('is found without a version, which the build project says', async () => {
    const again = await workshop.project.rebuild()
    expectRun(again, rebuiltJobs)
    expect(again.outputs['plan.plan']).toMatchObject({ version: '1.2.3', channel: 'stable' })
    expect(again.outputs['push.rebuild']).toEqual({ rebuilt: '[]' })
  }, 120_000)
})
