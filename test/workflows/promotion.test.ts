import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { parse } from 'yaml'
import { startRepository, type RepositoryStandIn } from '../support/repository-stand-in.js'
import { openTerminal, readSandbox, type Terminal } from './obs.js'
import { expectRun, makeProject, type Project } from './project.js'
import { merge, openNewest, repository } from './proposals.js'
import { projectsOf } from './user-repository.js'

let terminal: Terminal
let project: Project
let github: RepositoryStandIn
let publish: string

beforeAll(async () => {
  const sandbox = readSandbox()
  terminal = await openTerminal(sandbox)
  project = await makeProject(sandbox)
  github = await startRepository({ repository: 'example/hello' })
  publish = projectsOf(project.word, 'stable').publish
})

afterAll(async () => {
  await github.close()
  await project.remove()
  await terminal.close()
})

const main = () => github.branches.get('main')?.get('promotion.yaml')?.toString() ?? ''

async function check(number: number) {
  const pull_request = { number, base: { ref: 'main' }, head: { ref: 'proposal', sha: await project.head() } }
  const run = await project.ask('promotion', github, { event: 'pull_request', payload: { number, pull_request, repository } })
  return { run, comments: github.issues.find((each) => each.number === number)?.comments ?? [] }
}

test('a tag is built and proposed, checked in the pull request, published by its merge, and withdrawn by one more', async () => {
  const payload = { ref: 'refs/tags/v1.2.3', after: '1'.repeat(40), deleted: false, repository }
  const built = await project.ask('reviewed-release', github, { event: 'push', payload })
  expectRun(built, {
    ...{ plan: 'success', 'package (hello)': 'success', push: 'success', wait: 'success', end: 'success', report: 'success' },
    ...{ record: 'success', propose: 'success' },
  })
  expect(built.summaries.map((each) => each.split('\n')[0])).toContain(
    '## ✅ 1.2.3 is built for stable, and nothing was released',
  )
  expect(await terminal.packages(publish)).toEqual([])

  const first = await openNewest(project, github)
  expect(github.proposals).toMatchObject([{ title: 'Publish 1.2.3 in stable', base: 'main', state: 'open' }])
  expect(first.body).toMatch(/^\| ➕ +\| stable +\| 1\.2\.3 +\| hello +\|/m)
  const digest = expect.stringMatching(/^[0-9a-f]{64}$/) as unknown
  const deb = (architecture: string) => ({
    [`deb/${architecture}/hello_1.2.3-1.1_${debOf[architecture]}.deb`]: { sha256: digest },
  })
  const rpm = (architecture: string) => ({
    [`rpm/${architecture}/hello-1.2.3-1.1.${architecture}.rpm`]: { header: digest, payload: digest },
  })
  const files = { ...deb('x86_64'), ...deb('aarch64'), ...rpm('x86_64'), ...rpm('aarch64') }
  const srcmd5 = expect.stringMatching(/^[0-9a-f]{32}$/) as unknown
  expect(parse(first.content)).toEqual({
    promotions: [{ channel: 'stable', minor: '1.2', version: '1.2.3', packages: { hello: { srcmd5, files } } }],
  })

  const checked = await check(first.number)
  expectRun(checked.run, { check: 'success' })
  const [comment = ''] = checked.comments
  expect(checked.comments).toHaveLength(1)
  expect(comment).toContain('✅ 1 change would be made on OBS.')
  expectRun((await check(first.number)).run, { check: 'success' })
  expect(github.issues.find(({ number }) => number === first.number)?.comments).toHaveLength(1)
  expect(await terminal.packages(publish)).toEqual([])

  const apply = `apply (${publish})`
  expectRun(await merge(project, github, first), { changes: 'success', [apply]: 'success' })
  expect(await terminal.packages(publish)).toEqual([expect.stringMatching(/^hello\.\d{14}$/)])

  const inputs = { version: '1.2.3', channel: 'stable', reason: 'It says goodbye.' }
  const asked = await project.ask('rollback', github, { event: 'workflow_dispatch', payload: { inputs, repository } })
  expectRun(asked, { propose: 'success' })
  const before = main()
  const second = await openNewest(project, github)
  expect(second.title).toBe('Withdraw 1.2.3 from stable')
  expect(second.content).toBe(before.replace(/( +)version: 1\.2\.3\n/, '$&$1yanked: It says goodbye.\n'))
  expect(second.content).not.toBe(before)
  expectRun(await merge(project, github, second), { changes: 'success', [apply]: 'success' })
  expect(await terminal.packages(publish)).toEqual([])
}, 480_000)

const debOf: Readonly<Record<string, string>> = { x86_64: 'amd64', aarch64: 'arm64' }
