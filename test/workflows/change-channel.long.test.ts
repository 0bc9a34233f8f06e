import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { startRepository, type RepositoryStandIn } from '../support/repository-stand-in.js'
import { filesOf, publishedFiles, type Scene } from './channel.js'
import { openTerminal, readSandbox } from './obs.js'
import { expectRun, makeProject, publishedJobs } from './project.js'
import { merge, openNewest, repository } from './proposals.js'
import { projectsOf } from './user-repository.js'

let scene: Scene
let github: RepositoryStandIn

beforeAll(async () => {
  const sandbox = readSandbox()
  scene = { terminal: await openTerminal(sandbox), project: await makeProject(sandbox) }
  github = await startRepository({ repository: 'example/hello' })
})

afterAll(async () => {
  await github.close()
  await scene.project.remove()
  await scene.terminal.close()
})

/** The digests that users' package managers read of the debs of a version in a channel. */
async function digestsIn(channel: string, version: string): Promise<readonly string[]> {
  const folder = projectsOf(scene.project.word, channel).publish.replaceAll(':', ':/')
  const stanzas = ((await scene.terminal.published(`${folder}/deb/Packages`)) ?? '').split('\n\n')
  const own = stanzas.filter((each) => each.includes(`\nVersion: ${version}-1.1\n`))
  return own.map((each) => /^SHA256: (.*)$/m.exec(each)?.[1] ?? 'none').toSorted()
}

test('a dispatch proposes for stable what dev publishes, and the merge publishes it there, as it is and without a build', async () => {
  const { project, terminal } = scene
  const [dev, stable] = [projectsOf(project.word, 'dev'), projectsOf(project.word, 'stable')]
  expectRun(await project.pushTag('v1.2.2'), publishedJobs)
  await project.change(
    (config) => `${config}channels: { dev: { versions: [release, prerelease] }, stable: { versions: [release] } }\n`,
  )
  expectRun(await project.pushTag('v1.2.3'), publishedJobs)
  expect(await publishedFiles(scene, 'dev', '1.2.3')).toEqual(filesOf('1.2.3'))
  const before = await terminal.packages(stable.publish)
  const sources = await terminal.revision(stable.build, 'hello')

  const payload = { inputs: { version: '1.2.3' }, repository }
  const asked = await project.ask('change-channel', github, { event: 'workflow_dispatch', payload })
  expectRun(asked, { record: 'success', propose: 'success' })
  expect(github.proposals).toMatchObject([{ title: 'Publish 1.2.3 in stable', base: 'main', state: 'open' }])
  const proposal = await openNewest(project, github)
  expect(proposal.body).toMatch(/^\| ➕ +\| stable +\| 1\.2\.3 +\| hello +\|.*\| from dev +\|$/m)
  expect(proposal.content).toMatch(/^ {2}- channel: stable\n {4}minor: '1\.2'\n {4}version: 1\.2\.3\n {4}from: dev\n/m)
  expect(await terminal.packages(stable.publish)).toEqual(before)

  expectRun(await merge(project, github, proposal), { changes: 'success', [`apply (${stable.publish})`]: 'success' })
  expect(await publishedFiles(scene, 'stable', '1.2.3')).toEqual(filesOf('1.2.3'))
  expect(await digestsIn('stable', '1.2.3')).toEqual(await digestsIn('dev', '1.2.3'))
  expect(await digestsIn('stable', '1.2.3')).toHaveLength(2)
  expect(await publishedFiles(scene, 'stable', '1.2.2')).toEqual(filesOf('1.2.2'))
  expect(await terminal.revision(stable.build, 'hello')).toBe(sources)
  expect(await terminal.packages(dev.publish)).toHaveLength(1)
}, 600_000)
