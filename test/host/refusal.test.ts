import { mkdir, mkdtemp, open, symlink, writeFile } from 'node:fs/promises'
import { connect } from 'node:net'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { describeError, exitCodeOf, WorkError } from '../../src/error.js'
import { hashFile, readNamedFile, partialOf, writeWhole } from '../../src/host/file.js'
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
  expect([describeError(error, '1.2.3'), exitCodeOf(error)]).toEqual([
    `${path} cannot be used (mkdir), because a part of its path is no folder (ENOTDIR); mend that and try again.`,
    2,
  ])
})

/** An error as Node's fs makes it. */
const refusal = (code: string, syscall = 'open') =>
  Object.assign(new Error(`${code}: words, ${syscall} '/some/path'`), { code, syscall, path: '/some/path' })

test.each([
  ['EACCES', 2, 'permission is denied'],
  ['EEXIST', 2, 'something else is there already'],
  ['EISDIR', 2, 'it is a folder'],
  ['ELOOP', 2, 'its symbolic links lead in a circle'],
  ['ENAMETOOLONG', 2, 'its name is too long'],
  ['ENOENT', 2, 'there is no such file or folder'],
  ['ENOTDIR', 2, 'a part of its path is no folder'],
  ['EPERM', 2, 'it is not permitted'],
  ['EBUSY', 3, 'it is in use'],
  ['EDQUOT', 3, 'the disk quota is used up'],
  ['EFBIG', 3, 'the file would be too large'],
  ['EIO', 3, 'the device failed'],
  ['EMFILE', 3, 'too many files are open'],
  ['ENFILE', 3, 'too many files are open on this machine'],
  ['ENOSPC', 3, 'no space is left on the device'],
  ['EROFS', 3, 'the file system is read-only'],
  ['ETXTBSY', 3, 'the program runs'],
])('%s is no bug, and ends with exit code %i', (code, exitCode, reason) => {
  const error = refusal(code)
  expect([describeError(error, '1.2.3'), exitCodeOf(error)]).toEqual([
    `/some/path cannot be used (open), because ${reason} (${code}); mend that and try again.`,
    exitCode,
  ])
  expect(exitCodeOf(new WorkError('x cannot be kept', { cause: error }))).toBe(exitCode)
})

test.each<[string, number, (path: string) => Promise<unknown>]>([
  ['EISDIR', 2, async (path) => mkdir(path).then(() => readNamedFile(path))],
  ['EISDIR', 2, async (path) => mkdir(path).then(() => hashFile(path, 'sha256'))],
  ['EISDIR', 2, async (path) => mkdir(path).then(() => open(path, 'w'))],
  ['ELOOP', 2, async (path) => symlink(path, path).then(() => readNamedFile(path))],
  ['ENOENT', 2, (path) => readNamedFile(path)],
  ['EEXIST', 2, async (path) => writeFile(path, '').then(() => mkdir(path, { recursive: true }))],
  ['ENOSPC', 3, async (path) => symlink('/dev/full', partialOf(path)).then(() => writeWhole(path, 'text'))],
])('a real %s names the path and ends with exit code %i', async (code, exitCode, work) => {
  const path = join(await mkdtemp(join(host.directories.work, 'real-')), 'name')
  const error = await failureOf(work(path))
  expect([describeError(error, '1.2.3'), exitCodeOf(error)]).toEqual([
    expect.stringMatching(
      new RegExp(`^${path} cannot be used \\(\\w+\\), because .* \\(${code}\\); mend that and try again\\.$`),
    ),
    exitCode,
  ])
})

test('a real ENAMETOOLONG names the path and ends with exit code 2', async () => {
  const path = join(host.directories.work, 'x'.repeat(300))
  const error = await failureOf(readNamedFile(path))
  expect([describeError(error, '1.2.3'), exitCodeOf(error)]).toEqual([
    `${path} cannot be used (open), because its name is too long (ENAMETOOLONG); mend that and try again.`,
    2,
  ])
})

test.each([
  ['a mistake in the suite', () => Promise.reject(new TypeError('nothing'))],
  ['a connection', () => new Promise((_, reject) => connect(1, '127.0.0.1').on('error', reject))],
])('%s that fails is no refusal of the file system', async (_, work) => {
  expect(describeError(await failureOf(work()), '1.2.3')).toMatch(
    /^This is a bug in obs-publish 1\.2\.3; please report it at https:\/\/github\.com\/obs-publish\/obs-publish\/issues with these lines: \w*Error: /,
  )
})
