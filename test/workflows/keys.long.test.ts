import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { openTerminal, readSandbox, type Terminal } from './obs.js'
import { expectRun, makeProject, publishedJobs, type Project } from './project.js'
import { projectsOf } from './user-repository.js'

let project: Project
let terminal: Terminal

beforeAll(async () => {
  const sandbox = readSandbox()
  project = await makeProject(sandbox)
  terminal = await openTerminal(sandbox)
})

afterAll(async () => {
  await terminal.close()
  await project.remove()
})

test('one dispatch extends the key of what is published, and proves that it verifies still', async () => {
  const { publish } = projectsOf(project.word, 'stable')
  expectRun(await project.pushTag('v1.2.3'), publishedJobs)
  await project.tag('v1.2.3')
  // What is released from now on is signed with it, and so is what OBS publishes again.
  await terminal.osc.change('POST', `/source/${publish}?cmd=createkey`)
  const refused = await project.extendKey('apply')
  expect(refused.jobs).toMatchObject({ [`extend (1.2 1.2.3 stable ${publish})`]: 'failure' })
  expect(refused.annotations.map(({ message }) => message).join()).toContain('that is another key, not a longer one')

  expectRun(await project.pushTag('v1.2.4'), publishedJobs)
  await project.tag('v1.2.4')
  const extended = await project.extendKey('apply')
  const [extend, verify] = [`extend (1.2 1.2.4 stable ${publish})`, `verify (1.2 1.2.4 stable ${publish})`]
  expectRun(extended, { list: 'success', [extend]: 'success', propose: 'success', [verify]: 'success' })
  expect(JSON.stringify(extended.outputs)).toContain(`"owner":"${publish}"`)
}, 600_000)
