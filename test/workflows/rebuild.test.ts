import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import type { WorkflowRun } from '../support/act.js'
import { openTerminal, readSandbox, type Terminal } from './obs.js'
import { expectRun, makeProject, publishedJobs, rebuiltJobs, type Project } from './project.js'
import { projectsOf } from './user-repository.js'

let terminal: Terminal
let project: Project
let publish: string
let build: string

/** The base of the rpm builder: a layer over the sandbox's distribution, which a test can spoil and mend. */
const baseOf = (word: string) => `test:${word}:base`

const broken = { package: 'hello', builder: 'rpm', architecture: 'aarch64' }
const container = expect.stringMatching(/^hello\.\d{14}$/)

beforeAll(async () => {
  const sandbox = readSandbox()
  terminal = await openTerminal(sandbox)
  project = await makeProject(sandbox, baseOf)
  ;({ build, publish } = projectsOf(project.word, 'stable'))
  const base = baseOf(project.word)
  const meta = `<project name="${base}"><title>Base</title><description/><publish><disable/></publish>
<repository name="standard"><path project="openSUSE:Leap:15.6" repository="standard"/><arch>x86_64</arch><arch>aarch64</arch></repository></project>`
  await terminal.osc.change('PUT', `/source/${base}/_meta`, { text: meta })
})

afterAll(async () => {
  await project.remove()
  await terminal.close()
})

async function configureBase(lines: readonly string[]): Promise<void> {
  await terminal.osc.change('PUT', `/source/${baseOf(project.word)}/_config`, { text: `${lines.join('\n')}\n` })
}

/** Pushes a tag while the base is spoilt, mends the base, and dispatches the rebuild. */
async function breakAndRepair(version: string, spoilt: readonly string[]) {
  const before = await terminal.packages(publish)
  await configureBase(['%ifarch aarch64', ...spoilt, '%endif'])
  const failed = await project.pushTag(version)
  const between = await terminal.packages(publish)
  await configureBase([])
  const repaired = await project.rebuild(version)
  return { before, failed, between, repaired, after: await terminal.packages(publish) }
}

/** What a run looks like whose wait found the one cell broken. */
function expectBroken(run: WorkflowRun, reason: RegExp): void {
  const start = `1 of 4 builds in ${build} failed: hello rpm/aarch64 (`
  const end = '). Nothing was released; obs-rebuild restarts them.'
  const jobs = { plan: 'success', 'package (hello)': 'success', push: 'success', wait: 'failure' } as const
  expectRun(run, jobs, [expect.stringContaining(end)])
  const [{ message } = { message: '' }] = run.annotations.filter(({ level }) => level === 'error')
  expect(message.slice(0, start.length)).toBe(start)
  expect(message.slice(start.length, -end.length)).toMatch(reason)
  expect(run.outputs['wait.wait']).toMatchObject({ state: 'failed', failed: JSON.stringify([broken]) })
}

function expectRepaired(run: WorkflowRun): void {
  expectRun(run, rebuiltJobs)
  expect(run.outputs['rebuild.wait']).toMatchObject({ state: 'succeeded', failed: '[]' })
  expect(run.outputs['rebuild.release']).toMatchObject({ changed: 'true' })
  expect(run.outputs['verify.verify']).toMatchObject({ state: 'succeeded' })
}

describe('a build that fails on one architecture', () => {
  let story: Awaited<ReturnType<typeof breakAndRepair>>

  beforeAll(async () => {
    // The sources cannot be unpacked.
    story = await breakAndRepair('v1.2.3', ['Macros:', '%__tar /bin/false', ':Macros'])
  }, 480_000)

  test('fails the run, which says where and why', () => {
    expectBroken(story.failed, /^failed: %prep failed at: \S+ -x \S+\/hello_1\.2\.3\.orig\.tar\.xz$/)
  })

  test('keeps everything from being released', () => {
    expect(story.between).toEqual([])
  })

  test('is restarted by the rebuild, which releases and verifies', () => {
    expectRepaired(story.repaired)
    expect(story.repaired.outputs['rebuild.rebuild']).toEqual({ rebuilt: JSON.stringify([broken]) })
    expect(story.after).toEqual([container])
  })

  test('is not restarted again once it is released', async () => {
    const again = await project.rebuild('v1.2.3')
    expectRun(again, rebuiltJobs)
    expect(again.outputs['rebuild.rebuild']).toEqual({ rebuilt: '[]' })
    expect(again.outputs['rebuild.release']).toMatchObject({ changed: 'false' })
    expect(await terminal.packages(publish)).toEqual(story.after)
  }, 120_000)
})

describe('an architecture that OBS cannot build for, in the version after', () => {
  let story: Awaited<ReturnType<typeof breakAndRepair>>

  beforeAll(async () => {
    story = await breakAndRepair('v1.2.4', ['Required: nosuchpackage'])
  }, 480_000)

  test('fails the run, which names what is missing', () => {
    expectBroken(story.failed, /^unresolvable: nothing provides nosuchpackage/)
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
    const run = await project.rebuild('v1.2.3')
    expectRun(run, { plan: 'success', rebuild: 'failure' }, [
      `The sources of ${build}/hello on OBS are of another version, they lack hello_1.2.3.orig.tar.xz; push the wanted version again, or correct the input \`version\`.`,
    ])
    expect(await terminal.packages(publish)).toEqual(story.after)
  }, 120_000)
  test('stays the newest when the tag of the version before is pushed again', async () => {
    const run = await project.pushTag('v1.2.3')
    expectRun(run, publishedJobs)
    expect(run.outputs['release.release']).toMatchObject({ changed: 'false' })
    expect(await terminal.packages(publish)).toEqual(story.after)
    expect(await terminal.osc.read(`/source/${build}/hello`)).toContain('hello_1.2.4.orig.tar.xz')
  }, 240_000)
})
