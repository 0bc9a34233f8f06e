import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from '@jest/globals'
import { reconcile } from '../../src/operations/reconcile.js'
import { writeVersion, emptyPromotion } from '../../src/promotion/promotion-text.js'
import { makeRepository } from '../project/repository.js'
import { listedAs } from '../promotion/sample.js'
import { oneProgram } from '../support/config.js'
import { testHost, type TestHost } from '../support/host.js'
import { fakeDownloadHost } from '../verify/fake-download-host.js'
import { flatRepository } from '../verify/flat-repository.js'
import { runOperation } from './run.js'

const debOnly = oneProgram.replace(/ {2}rpm:\n(?: {4}.*\n)+/, '')
const channels = 'channels: { stable: { versions: [release] }, dev: { versions: [prerelease] } }\n'
const download = 'https://packages.example.org'
const deb = (version: string) => `hello_${version}-1.1_amd64.deb`
const path = (version: string) => `deb/x86_64/${deb(version)}`
const at = (project: string) => `${download}/isv:/test:/${project}/deb`

let host: TestHost
let files: Record<string, string>

beforeEach(async () => {
  files = {}
  const http = fakeDownloadHost(files).http
  host = await testHost({ env: { PATH: process.env['PATH'] }, http })
  await write('packages.yaml', `${debOnly}${channels}`)
  await write('versions', '# what there is\n1.2.3\nv1.2.2 # before\n\n1.3.0-rc.1\n')
})

afterEach(() => host.remove())

const write = (name: string, text: string) => writeFile(join(host.directories.work, name), text)
const offer = (project: string, ...versions: readonly string[]) =>
  Object.assign(files, flatRepository(at(project), Object.fromEntries(versions.map((each) => [deb(each), each]))))
const run = (inputs: Readonly<Record<string, string>> = {}) =>
  runOperation(reconcile, host, { versions: 'versions', 'repository-url': download, timeout: '1s', ...inputs })

/** Writes a list of versions, as channel, version and whether it is yanked. */
async function list(...versions: readonly (readonly [string, string, string?])[]): Promise<void> {
  const text = versions.reduce((before, [channel, version, yanked]) => {
    const packaged = version.replace('-', '~')
    const rest = { channel, minor: packaged.slice(0, 3), ...(yanked === undefined ? {} : { yanked }) }
    return writeVersion(before, 'promotion.yaml', listedAs(version, 'a', [path(packaged)], rest))
  }, emptyPromotion)
  await write('promotion.yaml', text)
}

test('without a list the newest version of each channel and minor must be offered', async () => {
  offer('stable:/v1.2', '1.2.2')
  offer('dev:/v1.3', '1.3.0~rc.1')
  const { outputs, failure, report } = await run()
  const evidence = '1.2.3 is tagged, and deb does not offer hello of it.'
  expect(outputs['deviations']).toEqual([{ kind: 'missing', channel: 'stable', minor: '1.2', version: '1.2.3', evidence }])
  expect(failure).toBe(`WorkError: What is published is not what was decided: ${evidence}`)
  expect(outputs['state']).toBe('failed')
  expect(report).toMatch(/^❌ 1 difference between tags, list and repositories\.\n\n/)
  expect(report).toMatch(
    /^\| missing +\| stable 1\.2 +\| 1\.2\.3 +\| 1\.2\.3 is tagged, and deb does not offer hello of it\. +\|$/m,
  )
})

test('what was tagged, decided on and is offered agrees', async () => {
  await list(['stable', '1.2.3'], ['stable', '1.2.2'], ['stable', '1.1.0'], ['dev', '1.3.0-rc.1'])
  offer('stable:/v1.2', '1.2.3', '1.2.2')
  offer('stable:/v1.1', '1.1.0')
  offer('dev:/v1.3', '1.3.0~rc.1')
  const { outputs, failure, report } = await run()
  expect(failure).toBeUndefined()
  expect(outputs).toEqual({ state: 'succeeded', deviations: [], report: [] })
  expect(report).toBe('✅ Tags, list and repositories agree.')
  expect(host.lines).toContain('info: 3 published projects are as they should be')
})

test('each channel and minor is compared with the part of the list that is its own, also one without a tag', async () => {
  await list(['stable', '1.2.2'], ['stable', '1.1.0'], ['dev', '1.3.0-rc.1', 'it was early'])
  offer('stable:/v1.2', '1.2.2')
  offer('stable:/v1.1')
  offer('dev:/v1.3', '1.3.0~rc.1')
  const { outputs, failure } = await run()
  expect((outputs['report'] as { subject: string }[]).map(({ subject }) => subject)).toEqual([
    'stable 1.2, stale: 1.2.3',
    'dev 1.3, surplus: hello 1.3.0~rc.1-1.1',
    'stable 1.1, missing: hello 1.1.0',
  ])
  expect(failure).toContain(' And 2 more, see the output `deviations`.')
  const { outputs: narrow } = await run({ channels: 'dev' })
  expect((narrow['deviations'] as { kind: string }[]).map(({ kind }) => kind)).toEqual(['surplus'])
})

test('what is offered where the list has nothing is surplus', async () => {
  await list(['dev', '1.3.0-rc.1'])
  offer('stable:/v1.2', '1.2.3')
  const { outputs } = await run({ channels: 'stable' })
  const evidence = (outputs['deviations'] as { evidence: string }[]).map((each) => each.evidence)
  expect(evidence[0]).toBe('deb offers hello 1.2.3-1.1, which is not in the list.')
})

test('a repository that cannot be read is told with the reason, once for what it lacks', async () => {
  await list(['stable', '1.2.3'])
  const { outputs } = await run({ channels: 'stable' })
  expect(outputs['deviations']).toMatchObject([
    {
      kind: 'missing',
      evidence: expect.stringMatching(/^The list has hello 1\.2\.3-1\.1, and deb does not offer it \(deb Release: /),
    },
  ])
})

test('without a file of versions the tags are read', async () => {
  const repository = makeRepository(host.directories.work)
  repository.commit('first')
  repository.tag('v1.2.4', 'v1.2.4')
  await list(['stable', '1.2.3'])
  offer('stable:/v1.2', '1.2.3')
  const { outputs } = await runOperation(reconcile, host, { 'repository-url': download })
  expect(outputs['deviations']).toMatchObject([{ kind: 'stale', version: '1.2.4' }])
})

test('a channel that the config has not is refused', async () => {
  expect((await run({ channels: 'beta' })).failure).toBe('UserError: Input `channels` has beta; the config has stable, dev.')
})
