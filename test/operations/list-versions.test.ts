import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from '@jest/globals'
import { listVersions } from '../../src/operations/list-versions.js'
import { makeRepository, type Repository } from '../project/repository.js'
import { testHost, type TestHost } from '../support/host.js'
import { oneProgram } from '../support/config.js'
import { runOperation } from './run.js'

let host: TestHost
let repository: Repository

beforeEach(async () => {
  host = await testHost({ env: { PATH: process.env['PATH'] } })
  repository = makeRepository(host.directories.work)
  repository.commit('first')
  for (const tag of ['v1.2.0', 'v1.2.10', 'v1.2.9', 'v1.3.0-rc.1', 'v1.3.0', 'v1.4.0-alpha.1', 'api/v9.0.0', 'latest'])
    repository.tag(tag, tag)
})

afterEach(() => host.remove())

const channels =
  'channels: { stable: { versions: [release] }, dev: { versions: [prerelease] }, nightly: { versions: [nightly] } }'

async function list(projects: string, inputs: Readonly<Record<string, string>> = {}) {
  const config = oneProgram.replaceAll('isv:test:{channel}:v{minor}', projects)
  expect(config).toContain(projects)
  await writeFile(join(host.directories.work, 'packages.yaml'), `${config}${channels}\n`)
  return runOperation(listVersions, host, inputs)
}

test('a project for each minor has the newest version of each, a number as a number', async () => {
  expect((await list('isv:team:{channel}:v{minor}')).outputs).toEqual({
    versions: [
      { version: '1.3.0', channel: 'stable', minor: '1.3', project: 'isv:team:stable:v1.3' },
      { version: '1.2.10', channel: 'stable', minor: '1.2', project: 'isv:team:stable:v1.2' },
      { version: '1.4.0-alpha.1', channel: 'dev', minor: '1.4', project: 'isv:team:dev:v1.4' },
      { version: '1.3.0-rc.1', channel: 'dev', minor: '1.3', project: 'isv:team:dev:v1.3' },
    ],
    count: 4,
    apiurl: 'https://api.opensuse.org',
  })
})

test('a project for a whole channel has its newest version alone', async () => {
  const { outputs, report } = await list('isv:team:{channel}')
  expect(outputs['versions']).toEqual([
    { version: '1.3.0', channel: 'stable', minor: '1.3', project: 'isv:team:stable' },
    { version: '1.4.0-alpha.1', channel: 'dev', minor: '1.4', project: 'isv:team:dev' },
  ])
  expect(report).toMatch(/^\| stable +\| 1.3 +\| 1.3.0/m)
})

test('some channels and the newest minors are chosen', async () => {
  const { outputs } = await list('isv:team:{channel}:v{minor}', { channels: 'stable', newest: '1' })
  expect(outputs['versions']).toEqual([{ version: '1.3.0', channel: 'stable', minor: '1.3', project: 'isv:team:stable:v1.3' }])
})

test('a channel without versions is told, and one that the config has not is refused', async () => {
  expect(await list('isv:team:{channel}', { channels: 'nightly' })).toEqual({
    outputs: { versions: [], count: 0, apiurl: 'https://api.opensuse.org' },
    report: 'No tag is a version of these channels.',
    failure: undefined,
  })
  expect(host.lines.filter((line) => line.startsWith('warning'))).toEqual([
    'warning: No tag of the checkout is a version of any of these channels.',
  ])
  expect((await list('isv:team:{channel}', { channels: 'beta' })).failure).toBe(
    'UserError: Input `channels` has beta; the config has stable, dev, nightly.',
  )
})
