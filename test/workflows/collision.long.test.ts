import { afterAll, beforeAll, expect, test } from '@jest/globals'
import type { WorkflowRun } from '../support/act.js'
import { filesOf, lookAt, publishedFiles, type Scene } from './channel.js'
import { openTerminal, readSandbox } from './obs.js'
import { expectRun, makeProject, publishedJobs } from './project.js'

let scene: Scene

beforeAll(async () => {
  const sandbox = readSandbox()
  scene = { terminal: await openTerminal(sandbox), project: await makeProject(sandbox) }
})

afterAll(async () => {
  await scene.project.remove()
  await scene.terminal.close()
})

/** Ends well, or says that another version came between and a later run will do. */
function expectRightOrSuperseded(run: WorkflowRun): boolean {
  if (run.code === 0) {
    expectRun(run, publishedJobs)
    return true
  }
  const told = run.annotations.filter(({ level }) => level === 'error').map(({ message }) => message)
  expect(told.join('\n')).toMatch(/other sources were committed to|holds other sources by now/)
  return false
}

test('two tags of one channel at once, which act does not queue, end right, or one as superseded, and its next run right', async () => {
  const runs = await Promise.all(['v1.2.3', 'v1.2.4'].map((tag) => scene.project.pushTag(tag)))
  const ended = runs.map(expectRightOrSuperseded)
  expect(ended).toContain(true)
  for (const [index, tag] of ['v1.2.3', 'v1.2.4'].entries())
    if (ended[index] === false) expectRun(await scene.project.pushTag(tag), publishedJobs)
  // Each run has verified its version; OBS counts its release on, when it was pushed twice.
  expect((await lookAt(scene, 'stable')).containers).toHaveLength(2)
}, 600_000)

test.each([
  ['while it waits for builds', ' of 4 built'],
  ['while it pushes', 'sending hello.spec'],
])(
  'a run that is cancelled %s leaves nothing that its re-run does not complete',
  async (_, sign) => {
    const version = sign.includes('built') ? '2.0.0' : '3.0.0'
    const cancelled = await scene.project.pushTag(`v${version}`, sign)
    expect(cancelled.code).not.toBe(0)
    expect(await publishedFiles(scene, 'stable', version)).toEqual([])
    expectRun(await scene.project.pushTag(`v${version}`), publishedJobs)
    expect(await publishedFiles(scene, 'stable', version)).toEqual(filesOf(version))
  },
  600_000,
)
