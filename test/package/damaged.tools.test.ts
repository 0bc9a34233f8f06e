import { readFile, symlink, truncate, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { readPackage } from '../../src/package/reader.js'
import { tamper } from '../verify/fixture.js'
import { testHost, type TestHost } from '../support/host.js'
import { buildDeb, buildRpm } from './workshop.js'

let host: TestHost

beforeAll(async () => {
  host = await testHost()
})
afterAll(() => host.remove())

const cut = async (file: string) => truncate(file, (await readFile(file)).length - 60)

test.each([
  ['a deb with another byte in its payload', buildDeb, 'gzip', (file: string) => tamper(file, 60), /gzip/],
  ['a deb that ends early', buildDeb, 'gzip', cut, /gzip/],
  ['a deb of a header alone', buildDeb, 'gzip', (file: string) => truncate(file, 8), /unexpected end of file/],
  [
    'an rpm with another byte in its gzip',
    buildRpm,
    'w9.gzdio',
    (file: string) => tamper(file, 60),
    /its content does not have the digests/,
  ],
  [
    'an rpm with another byte in its zstd',
    buildRpm,
    'w3.zstdio',
    (file: string) => tamper(file, 60),
    /its content does not have the digests/,
  ],
  ['an rpm that ends early', buildRpm, 'w6.xzdio', cut, /its content does not have the digests/],
  ['an rpm that ends in its header', buildRpm, 'w6.xzdio', (file: string) => truncate(file, 1000), /not an rpm package/],
])('%s is an error that names it', async (_, build, compression, damage, reason) => {
  const file = await build(host.directories.work, { compression })
  await damage(file)
  const reading = readPackage(file, host)
  await expect(reading).rejects.toMatchObject({ name: 'WorkError', message: expect.stringMatching(reason) })
  await expect(reading).rejects.toThrow(`${file} is a damaged ${file.slice(-3)}, so build or download it again: `)
})

test('a text is no package, though rpm would take it for a list of packages', async () => {
  const file = join(host.directories.work, 'list.rpm')
  await writeFile(file, '/etc/passwd\n')
  await expect(readPackage(file, host)).rejects.toThrow(`${file} is neither a deb nor an rpm.`)
})

test('a deb whose control archive fills the memory is refused', async () => {
  const file = await buildDeb(host.directories.work, { scripts: { postinst: '#'.repeat(20 * 1024 ** 2) } })
  await expect(readPackage(file, host)).rejects.toThrow(
    `${file} is a damaged deb, so build or download it again: its control archive is larger than 16 MiB.`,
  )
})

test('a link that leads nowhere is an error that names it', async () => {
  const file = join(host.directories.work, 'dangling.deb')
  await symlink('nowhere', file)
  await expect(readPackage(file, host)).rejects.toMatchObject({
    name: 'WorkError',
    message: expect.stringMatching(
      /dangling\.deb cannot be opened: .*ENOENT: no such file or directory, open '.*dangling\.deb'\.$/,
    ),
  })
})

test('a program that is missing is named with its Debian package', async () => {
  const file = await buildDeb(host.directories.work)
  const bare = await testHost({ env: { PATH: '/nowhere' } })
  await expect(readPackage(file, bare)).rejects.toThrow(
    /^`dpkg-deb .*` could not be started: dpkg-deb is not installed \(dpkg-deb is in the Debian package dpkg\)$/,
  )
  await bare.remove()
})
