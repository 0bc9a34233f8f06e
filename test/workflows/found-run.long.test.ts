import { once } from 'node:events'
import { buffer } from 'node:stream/consumers'
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { ZipFile } from 'yazl'
import { startRuns, type RunsStandIn } from '../support/runs-stand-in.js'
import { lookAt } from './channel.js'
import { openTerminal, readSandbox, type Terminal } from './obs.js'
import { expectRun, makeProject, nightlyJobs, type Project } from './project.js'

let project: Project
let terminal: Terminal
let github: RunsStandIn

beforeAll(async () => {
  const sandbox = readSandbox()
  terminal = await openTerminal(sandbox)
  project = await makeProject(sandbox, undefined, { version: 'git', workflow: 'build.yml' })
  github = await startRuns({ repository: 'example/hello' })
})

afterAll(async () => {
  await github.close()
  await project.remove()
  await terminal.close()
})

/** An artifact as actions/upload-artifact makes it: a zip archive of the files. */
async function zip(files: Readonly<Record<string, string>>): Promise<Buffer> {
  const archive = new ZipFile()
  for (const [name, text] of Object.entries(files)) archive.addBuffer(Buffer.from(text), name)
  archive.end()
  const [content] = await Promise.all([buffer(archive.outputStream), once(archive.outputStream, 'end')])
  return content
}

test('a night takes the commit and the programs of the newest run of another workflow', async () => {
  await project.tag('v1.2.3')
  await project.change((config) => `${config}# The next version.\n`)
  const sha = await project.head()
  await project.change((config) => `${config}# Not built yet.\n`)
  github.workflows['build.yml'] = 'active'
  const end = { event: 'push', status: 'completed', conclusion: 'success', created: new Date().toISOString() }
  // act says that the default branch is master.
  github.runs.push({ id: 50, workflow: 'build.yml', branch: 'master', head: 'example/hello', sha, ...end })
  const program = (name: string) => `#!/bin/sh\necho "hello of the night for ${name}"\n`
  const content = await zip({ 'amd64/hello': program('amd64'), 'arm64/hello': program('arm64') })
  github.artifacts.push({ id: 500, run: 50, name: 'binaries', expired: false, digest: null, content })

  const { run } = await project.night(github)
  expectRun(run, { find: 'success', ...nightlyJobs })
  expect(run.outputs['find.find']).toMatchObject({ run: '50', sha })
  expect(run.outputs['plan.plan']).toMatchObject({ version: `1.2.4-alpha.0.1+${sha.slice(0, 7)}`, channel: 'nightly' })
  expect((await lookAt({ project, terminal }, 'nightly')).containers).toHaveLength(1)
}, 600_000)
