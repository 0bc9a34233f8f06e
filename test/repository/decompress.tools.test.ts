import { execFile } from 'node:child_process'
import { readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { decompress, openName } from '../../src/repository/index-file.js'
import { testHost, type TestHost } from '../support/host.js'

const run = promisify(execFile)
let host: TestHost

beforeAll(async () => {
  host = await testHost()
})
afterAll(() => host.remove())

test.each([
  ['gzip', 'gz'],
  ['xz', 'xz'],
  ['zstd', 'zst'],
  ['bzip2', 'bz2'],
])('what %s compressed is opened beside it', async (tool, suffix) => {
  const plain = join(host.directories.work, `${tool}.index`)
  await writeFile(plain, 'content\n')
  await run(tool, ['-k', plain])
  await rm(plain)
  expect(await decompress(`${plain}.${suffix}`, host)).toBe(plain)
  expect(await readFile(plain, 'utf8')).toBe('content\n')
})

test.each(['gz', 'xz', 'zst', 'bz2'])('a damaged .%s file is a failure of the repository', async (suffix) => {
  const file = join(host.directories.work, `damaged-${suffix}.${suffix}`)
  await writeFile(file, 'no archive')
  await expect(decompress(file, host)).rejects.toMatchObject({
    name: 'WorkError',
    message: expect.stringMatching(/^cannot be decompressed: .+/),
  })
})

test('a file without a known suffix is open already', () => {
  expect(openName('repodata/primary.xml')).toBe('repodata/primary.xml')
  expect(openName('Packages.gz')).toBe('Packages')
})
