import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { mkdir, mkdtemp, readFile, rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { unpackMembers } from '../../src/source/archive.js'
import { standardLimits } from '../../src/source/listing.js'
import { testHost, type TestHost } from '../support/host.js'

let host: TestHost
let folder: string
beforeAll(async () => {
  host = await testHost()
  folder = join(host.directories.work, 'tool')
  await mkdir(folder)
  await writeFile(join(folder, 'program'), 'program'.repeat(100_000))
})
afterAll(() => host.remove())

/** An archive under a name that tells nothing. */
async function archive(option: string): Promise<string> {
  const file = join(host.directories.work, `archive${option}`)
  await host.exec('tar', ['--create', option, '--file', `${file}.x`, '--directory', folder, '.'])
  await rename(`${file}.x`, file)
  return file
}

const unpack = async (file: string, limits = standardLimits) =>
  unpackMembers(file, 0, ['program'], await mkdtemp(join(host.directories.temp, 'unpacked-')), host.env, limits)

test.each(['--gzip', '--xz', '--zstd', '--bzip2'])('an archive of tar %s is known by its content', async (option) => {
  const [program] = await unpack(await archive(option))
  expect(await readFile(program?.file ?? '', 'utf8')).toHaveLength(700_000)
})

test.each(['--xz', '--zstd', '--bzip2'])('an archive of tar %s that is cut is told as damaged', async (option) => {
  const file = await archive(option)
  await writeFile(file, (await readFile(file)).subarray(0, -20))
  await expect(unpack(file)).rejects.toThrow(/^cannot be unpacked: /)
})

test.each(['--xz', '--zstd', '--bzip2'])('a bomb of tar %s is left as soon as it is known', async (option) => {
  const limits = { ...standardLimits, bytes: 100_000, ratio: Infinity }
  await expect(unpack(await archive(option), limits)).rejects.toThrow('unpacks to more than 97.7 KiB')
})
