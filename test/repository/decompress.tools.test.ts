import { execFile } from 'node:child_process'
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { decompress, openName } from '../../src/repository/index-compression.js'
import { testHost, type TestHost } from '../support/host.js'

const run = promisify(execFile)
let host: TestHost

beforeAll(async () => {
  host = await testHost()
})
afterAll(() => host.remove())

async function* once(content: Buffer): AsyncGenerator<Buffer> {
  await Promise.resolve()
  yield content
}

async function open(path: string, content: Buffer, limit = 1000): Promise<string> {
  const chunks: Buffer[] = []
  await decompress(path, once(content), limit, host, (chunk) => void chunks.push(chunk))
  return Buffer.concat(chunks).toString()
}

async function compress(tool: string, content: string): Promise<Buffer> {
  const plain = join(host.directories.work, `${tool}.index`)
  await writeFile(plain, content)
  const { stdout } = await run(tool, ['--stdout', plain], { encoding: 'buffer', maxBuffer: 1 << 20 })
  return stdout
}

const tools = [
  ['gzip', 'gz'],
  ['xz', 'xz'],
  ['zstd', 'zst'],
  ['bzip2', 'bz2'],
] as const

test.each(tools)('what %s compressed is opened as it comes', async (tool, suffix) => {
  expect(await open(`index.${suffix}`, await compress(tool, 'content\n'))).toBe('content\n')
})

test.each(tools)('what %s compressed is read no further than the limit', async (tool, suffix) => {
  const bomb = await compress(tool, '0'.repeat(3_000_000))
  await expect(open(`index.${suffix}`, bomb, 1_000_000)).rejects.toMatchObject({
    name: 'WorkError',
    message: 'is larger than 976.6 KiB when it is decompressed, the most that is read',
  })
})

test.each(['gz', 'xz', 'zst', 'bz2'])('a damaged .%s file is a failure of the repository', async (suffix) => {
  await expect(open(`damaged.${suffix}`, Buffer.from('no archive'))).rejects.toMatchObject({
    name: 'WorkError',
    message: expect.stringMatching(/^cannot be decompressed: .+/),
  })
})

test.each(tools)('what %s compressed and was cut off is a failure of the repository', async (tool, suffix) => {
  const whole = await compress(tool, await readFile('package-lock.json', 'utf8'))
  await expect(open(`index.${suffix}`, whole.subarray(0, 1000), 1e9)).rejects.toMatchObject({ name: 'WorkError' })
})

test('a file without a known suffix is open already', async () => {
  expect(openName('repodata/primary.xml')).toBe('repodata/primary.xml')
  expect(openName('Packages.gz')).toBe('Packages')
  expect(await open('Packages', Buffer.from('content'))).toBe('content')
})
