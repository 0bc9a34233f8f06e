import { afterEach, beforeEach, expect, test } from '@jest/globals'
import { readFile, readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { verifyRepo } from '../../src/operations/verify-repo.js'
import { testClock } from '../support/clock.js'
import { testHost, type TestHost } from '../support/host.js'
import { emptyDownloadHost } from '../verify/fake-download-host.js'
import { runOperation } from './run.js'

const inputs = { 'repository-url': 'http://h/repo', packages: 'hello', version: '1.2.3', checks: 'presence', timeout: '0' }
const evidence =
  'http://h/repo is no repository: there is neither InRelease nor Release, as deb repositories have, nor repodata/repomd.xml, as rpm repositories have: check the address, or publish the repository'
let host: TestHost

beforeEach(async () => {
  host = await testHost({ http: emptyDownloadHost().http, clock: testClock() })
})
afterEach(() => host.remove())

test('what failed is told before the step fails, and as a page where one is asked for', async () => {
  const { outputs, failure } = await runOperation(verifyRepo, host, { ...inputs, page: 'out/verification.html' })
  const page = join(host.directories.work, 'out', 'verification.html')
  expect(failure).toBe(`WorkError: 1 of 1 checks of the published repositories failed: repository, metadata: ${evidence}`)
  expect(outputs).toMatchObject({ state: 'failed', page, report: [{ state: 'failed', evidence }] })
  expect(host.lines).toContain(`error: repository, metadata: ${evidence}`)
  const written = await readFile(page, 'utf8')
  expect(written).toContain('<title>Failed. Published repositories of http://h/repo</title>')
  expect(written).toContain(`<p>${evidence}</p>`)
})

test('without being asked for, no page is written', async () => {
  const { outputs } = await runOperation(verifyRepo, host, inputs)
  expect(Object.keys(outputs)).toEqual(['state', 'at', 'version', 'report'])
  expect(await readdir(host.directories.work)).toEqual([])
})

test('a page that cannot be written fails with its path, and the report is there all the same', async () => {
  const { outputs, failure } = await runOperation(verifyRepo, host, { ...inputs, page: '.' })
  expect(failure).toContain(host.directories.work)
  expect(outputs['state']).toBe('failed')
})
