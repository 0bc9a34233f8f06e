import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { readProjectKey } from '../../src/obs/key-info.js'
import { startRepository, type RepositoryStandIn } from '../support/repository-stand-in.js'
import { openTerminal, readSandbox, type Terminal } from './obs.js'
import { expectRun, makeProject, publishedJobs, type Project } from './project.js'
import { openNewest, repository } from './proposals.js'
import { projectsOf } from './user-repository.js'

let project: Project
let terminal: Terminal
let github: RepositoryStandIn

beforeAll(async () => {
  const sandbox = readSandbox()
  project = await makeProject(sandbox)
  terminal = await openTerminal(sandbox)
  github = await startRepository({ repository: 'example/hello' })
})

afterAll(async () => {
  await github.close()
  await terminal.close()
  await project.remove()
})

test('one dispatch extends the key of what is published, proves that it verifies still, and proposes it for the repository', async () => {
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
  const readKey = async () => `${(await readProjectKey(publish, terminal.osc))?.armored.trimEnd()}\n`
  const before = await readKey()
  const config = await project.read('packages.yaml')
  await project.propose({
    'keys/hello.asc': before,
    'packages.yaml': config.replace(/^obs:\n/, '$&  signing-key: keys/hello.asc\n'),
  })
  await project.merge()
  github.branches.get('main')?.set('keys/hello.asc', Buffer.from(before))

  const payload = { inputs: { mode: 'apply' }, repository }
  const extended = await project.ask('keys', github, { event: 'workflow_dispatch', payload })
  const [extend, verify] = [`extend (1.2 1.2.4 stable ${publish})`, `verify (1.2 1.2.4 stable ${publish})`]
  expectRun(extended, { list: 'success', [extend]: 'success', propose: 'success', [verify]: 'success' })
  expect(JSON.stringify(extended.outputs)).toContain(`"owner":"${publish}"`)
  expect(github.proposals).toMatchObject([{ base: 'main', state: 'open' }])
  const { title, body, content } = await openNewest(project, github, 'keys/hello.asc')
  expect(title).toMatch(/^The signing key is good until \d{4}-\d\d-\d\d$/)
  expect(body).toMatch(/^The key [0-9A-F]{40} was extended on OBS\./m)
  expect(content).not.toBe(before)
  expect(content).toBe(await readKey())
}, 600_000)
