import { execFile } from 'node:child_process'
import { copyFile, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { signRpm, withSigner } from '../../src/local-build/signer.js'
import { readPackageDigests } from '../../src/package/digest.js'
import { makePassingKey } from '../../src/preview/passing-key.js'
import { testHost, type TestHost } from '../support/host.js'
import { buildDeb, buildRpm } from './workshop.js'

const run = promisify(execFile)
let host: TestHost
let key: string

beforeAll(async () => {
  host = await testHost()
  key = await makePassingKey(host)
}, 60_000)
afterAll(() => host.remove())

/** What the real rpm says, which reads the package itself. */
async function askRpm(file: string): Promise<{ header: string; payload: string }> {
  const { stdout } = await run('rpm', ['-qp', '--qf', '%{SHA256HEADER} %{PAYLOADDIGEST}', file])
  const [header = '', payload = ''] = stdout.split(' ')
  return { header, payload }
}

/** The file signed by a key of this test, beside it. */
async function sign(file: string): Promise<string> {
  const signed = `${file}.signed.rpm`
  await copyFile(file, signed)
  await withSigner(
    key,
    host,
    () => undefined,
    async (signer) => {
      if (signer !== undefined) await signRpm(signed, signer, host)
    },
  )
  return signed
}

const big = Buffer.alloc(300_000, 'a program of some size, ')

test.each([
  ['gzip', { name: 'one', compression: 'w9.gzdio' }],
  ['xz', { name: 'two', compression: 'w6.xzdio', program: big }],
  ['zstd', { name: 'three', compression: 'w19.zstdio', architecture: 'aarch64' }],
  ['no compression', { name: 'four', compression: 'w.ufdio', program: big, scripts: { post: 'true' } }],
])('the digests of an rpm with %s are those that rpm shows, and a signature changes none', async (_, recipe) => {
  const file = await buildRpm(host.directories.work, recipe)
  const digests = await readPackageDigests(file)
  expect(digests).toEqual(await askRpm(file))
  const signed = await sign(file)
  expect((await readFile(signed)).equals(await readFile(file))).toBe(false)
  expect((await run('rpm', ['-qpi', signed])).stdout).toMatch(/^Signature +: RSA/m)
  expect(await readPackageDigests(signed)).toEqual(digests)
  expect(await askRpm(signed)).toEqual(digests)
})

test('of an rpm each byte of the header and of the payload counts', async () => {
  const file = await buildRpm(host.directories.work, { name: 'five' })
  const { header, payload } = await askRpm(file)
  const bytes = await readFile(file)
  const spoil = async (offset: number) => {
    const other = Buffer.from(bytes)
    other.writeUInt8((other.readUInt8(offset) + 1) % 256, offset)
    const place = join(host.directories.work, 'spoilt.rpm')
    await writeFile(place, other)
    return readPackageDigests(place)
  }
  const end = await spoil(bytes.length - 1)
  expect(end).toEqual({ header, payload: expect.not.stringMatching(payload) as unknown })
  const summary = bytes.indexOf('A program for tests')
  expect(await spoil(summary)).toEqual({ header: expect.not.stringMatching(header) as unknown, payload })
})

test('the digest of a deb is that of the file, as sha256sum shows it', async () => {
  const file = await buildDeb(host.directories.work)
  const { stdout } = await run('sha256sum', [file])
  expect(await readPackageDigests(file)).toEqual({ sha256: stdout.slice(0, 64) })
})

test.each([
  ['empty', ''],
  ['cut off', 'lead'.repeat(24)],
  ['something else', 'no package '.repeat(100)],
])('an rpm that is %s is refused by its name', async (_, content) => {
  const file = join(host.directories.work, 'damaged.rpm')
  await writeFile(file, content)
  await expect(readPackageDigests(file)).rejects.toThrow(`${file} is no rpm, or a damaged one.`)
})
