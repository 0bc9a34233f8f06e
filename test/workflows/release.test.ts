import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { filesOf, publishedFiles, runTwice, type Scene } from './channel.js'
import { openTerminal, readSandbox } from './obs.js'
import { expectRun, makeProject, publishedJobs } from './project.js'

let sandbox: ReturnType<typeof readSandbox>
let scene: Scene

beforeAll(async () => {
  sandbox = readSandbox()
  scene = { terminal: await openTerminal(sandbox), project: await makeProject(sandbox) }
})

afterAll(async () => {
  await scene.project.remove()
  await scene.terminal.close()
})

const oneContainer = [expect.stringMatching(/^hello\.\d{14}$/)]

describe('the push of a release tag', () => {
  let runs: Awaited<ReturnType<typeof runTwice>>

  beforeAll(async () => {
    runs = await runTwice(scene, 'stable', () => scene.project.pushTag('v1.2.3'))
  }, 480_000)

  test('is published to stable, for each format and architecture', async () => {
    expectRun(runs.first, publishedJobs)
    expect(runs.first.outputs['plan.plan']).toMatchObject({ version: '1.2.3', channel: 'stable' })
    expect(runs.first.outputs['release.release']).toMatchObject({ changed: 'true' })
    expect(runs.before.containers).toEqual(oneContainer)
    expect(await publishedFiles(scene, 'stable', '1.2.3')).toEqual(filesOf('1.2.3'))
  })

  test('is verified: every check of every cell has passed', () => {
    const rows = ['deb', 'rpm'].flatMap((builder) => {
      const { state, report = '[]' } = runs.first.outputs[`verify (${builder}).verify`] ?? {}
      expect(state).toBe('succeeded')
      // verify-repo writes such rows.
      return JSON.parse(report) as { check: string; subject: string; passed: boolean }[]
    })
    expect(new Set(rows.map(({ check }) => check))).toEqual(
      new Set(['metadata', 'signatures', 'presence', 'payload', 'install', 'delivery']),
    )
    expect(rows.filter(({ passed }) => !passed)).toEqual([])
  })

  test('is reported in one summary, whose first line is the verdict', () => {
    const summary = runs.first.summaries.at(-1) ?? ''
    expect(summary.split('\n')[0]).toBe('## ✅ 1.2.3 is published in stable')
    expect(summary).toContain('4 of 4 builds succeeded.')
    expect(runs.second.summaries.at(-1)?.split('\n')[0]).toBe(
      '## ✅ 1.2.3 is published in stable, as it was before: nothing changed on OBS',
    )
  })

  test('changes nothing when it comes again', () => {
    expectRun(runs.second, publishedJobs)
    expect(runs.second.outputs['release.release']).toMatchObject({ changed: 'false' })
    expect(runs.second.outputs['push.push']?.['revisions']).toContain('"changed":false')
    expect(runs.after).toEqual(runs.before)
  })

  test('leaves the password in no line of the log, no output and no summary', () => {
    expect(JSON.stringify(runs.first)).not.toContain(sandbox.password)
    expect(JSON.stringify(runs.second)).not.toContain(sandbox.password)
  })
})
