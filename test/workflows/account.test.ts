import { afterEach, expect, test } from '@jest/globals'
import { readSandbox } from './obs.js'
import { expectRun, makeProject, type Account, type Project } from './project.js'

const password = 'correct $horse "battery" staple'
const untilPush = { plan: 'success', 'package (hello)': 'success', push: 'failure' } as const

let project: Project | undefined

afterEach(async () => {
  await project?.remove()
  project = undefined
})

async function pushTag(account: Account) {
  project = await makeProject(account)
  return project.pushTag('v1.2.3')
}

test('where no OBS is the sources are made, the push fails, and nothing that follows runs', async () => {
  // A port on which nobody listens.
  const nowhere = 'http://127.0.0.1:9'
  const run = await pushTag({ apiurl: nowhere, downloadUrl: nowhere, username: 'jane', password })
  expectRun(run, untilPush, [`${nowhere}/ answered nothing: no connection; check the input \`apiurl\`, or try later`])
  const id = String(run.outputs['plan.plan']?.['id'])
  expect(id).toMatch(/^test-\S+-1\.2\.3-[0-9a-f]{8}$/)
  expect(run.artifacts).toEqual([`plan-${id}`, `sources-${id}-hello`])
  expect(run.outputs['plan.plan']).toMatchObject({ version: '1.2.3', channel: 'stable', packages: '["hello"]' })
  expect(run.summaries[0]).toContain('### Plan: 1.2.3 to channel stable')
  expect(run.log).not.toContain(password)
}, 120_000)

test('a wrong password fails the push in one sentence, and is in no line of the log', async () => {
  const run = await pushTag({ ...readSandbox(), password })
  expectRun(run, untilPush, [
    'OBS refused the user name or password of packager; check the inputs `username` and `password` of setup-osc.',
  ])
  expect(run.log).not.toContain(password)
}, 120_000)
