import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { connect } from 'node:net'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { describeError, exitCodeOf } from '../../src/error.js'
import { testHost, type TestHost } from '../support/host.js'

let host: TestHost
beforeAll(async () => {
  host = await testHost()
})
afterAll(() => host.remove())

const failureOf = (work: Promise<unknown>): Promise<unknown> => work.then(String, (error: unknown) => error)

test('what the file system refuses is told with its path and is no bug', async () => {
  const file = join(host.directories.work, 'file')
  await writeFile(file, '')
  const path = join(file, 'below')
  const error = await failureOf(mkdir(path))
  expect([describeError(error), exitCodeOf(error)]).toEqual([
    `${path} cannot be used (mkdir), because a part of its path is no folder (ENOTDIR); mend that and try again.`,
    1,
  ])
})

test.each([
  ['a file that the suite expects', () => readFile('/nonexistent/file')],
  ['a mistake in the suite', () => Promise.reject(new TypeError('nothing'))],
  ['a connection', () => new Promise((_, reject) => connect(1, '127.0.0.1').on('error', reject))],
])('%s that fails is no refusal of the file system', async (_, work) => {
  expect(describeError(await failureOf(work()))).toMatch(/^This is a bug in obs-publish/)
})
