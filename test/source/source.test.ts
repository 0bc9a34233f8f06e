import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { createHash } from 'node:crypto'
import { chmod, mkdir, readFile, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { loadConfig } from '../../src/project/config-file.js'
import { packSources } from '../../src/source/packing.js'
import { readTarballDigests } from '../../src/source/packing.js'
import { oneProgram } from '../support/config.js'
import { fakeProgram } from '../support/fake-program.js'
import { testHost, type TestHost } from '../support/host.js'
import { planOf } from '../support/plan.js'

let host: TestHost

beforeAll(async () => {
  host = await testHost()
})
afterAll(() => host.remove())

async function write(name: string, content: string | Buffer): Promise<void> {
  const file = join(host.directories.work, name)
  await mkdir(dirname(file), { recursive: true })
  await writeFile(file, content)
}

/** Packs version 1.2.3 of the package of a config, all of it in a folder of its own. */
async function pack(folder: string, config: string, binaries?: string): Promise<string> {
  await write(`${folder}/packages.yaml`, config)
  await write(`${folder}/LICENSE`, 'licence\n')
  await write(`${folder}/README.md`, '# hello\n')
  const plan = planOf(await loadConfig(`${folder}/packages.yaml`, host))
  const output = join(host.directories.work, folder, 'out')
  const { tarballs } = await packSources(
    { plan, output, binaries: binaries && join(host.directories.work, binaries), compression: 'fast' },
    host,
  )
  return tarballs['hello'] ?? ''
}

const digest = (content: string | Buffer) => createHash('sha256').update(content).digest('hex')
const amd64 = fakeProgram('x86_64', 'program')
const arm64 = fakeProgram('aarch64', 'program')

test('a tarball holds the texts at its root and a folder for each architecture', async () => {
  await write('local/bin/amd64/hello', amd64)
  await write('local/bin/arm64/hello', arm64)
  const tarball = await pack('local', oneProgram)
  expect(tarball).toMatch(/out\/hello\/hello_1\.2\.3\.orig\.tar\.xz$/)
  expect(Object.fromEntries(await readTarballDigests(tarball, host))).toEqual({
    LICENSE: digest('licence\n'),
    'README.md': digest('# hello\n'),
    'aarch64/hello': digest(arm64),
    'x86_64/hello': digest(amd64),
  })
  const listing = await host.exec('tar', ['--list', '--verbose', '--file', tarball])
  expect(listing.stdout).toMatch(/^-rwxr-xr-x root\/root .* x86_64\/hello$/m)
})

test('the same programs give the same bytes, whatever their times and modes', async () => {
  await write('again/bin/amd64/hello', amd64)
  await write('again/bin/arm64/hello', arm64)
  const first = await readFile(await pack('again', oneProgram))
  await chmod(join(host.directories.work, 'again/bin/amd64/hello'), 0o700)
  await write('again/bin/arm64/hello', arm64)
  expect((await readFile(await pack('again', oneProgram))).equals(first)).toBe(true)
})

test('files beside the config and documents of the source find their places', async () => {
  const config = oneProgram
    .replace('source: {', 'license-file: { member: docs/COPYING }\n    source: {')
    .concat('      /usr/lib/hello/: { member: "lib/*.so" }\n      /etc/hello.conf: { file: conf/hello.conf }\n')
  for (const [name, program] of [
    ['amd64', amd64],
    ['arm64', arm64],
  ] as const) {
    await write(`members/bin/${name}/hello`, program)
    await write(`members/bin/${name}/lib/a.so`, name)
    await write(`members/bin/${name}/lib/b.so`, name)
    await write(`members/bin/${name}/lib/c.txt`, name)
    await write(`members/bin/${name}/docs/COPYING`, 'theirs')
  }
  await write('members/conf/hello.conf', 'setting')
  const digests = await readTarballDigests(await pack('members', config), host)
  const names = ['LICENSE', 'README.md', 'aarch64/hello', 'aarch64/lib/a.so', 'aarch64/lib/b.so', 'hello.conf', 'x86_64/hello']
  expect([...digests.keys()].sort()).toEqual([...names, 'x86_64/lib/a.so', 'x86_64/lib/b.so'])
  expect(digests.get('LICENSE')).toBe(digest('theirs'))
})
