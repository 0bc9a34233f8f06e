import { afterEach, beforeEach, expect, test } from '@jest/globals'
import { mkdtemp, readFile, stat } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { unpackMembers } from '../../src/source/archive.js'
import { fakeProgram } from '../support/fake-program.js'
import type { TestHost } from '../support/host.js'
import { bareHost, build, daemonConfig, daemonFiles, writeFiles } from './workshop.js'

let host: TestHost
beforeEach(async () => {
  // The programs that make other packages are not needed.
  host = await bareHost({ SOURCE_DATE_EPOCH: '1704164645' })
  await writeFiles(host, daemonFiles)
})
afterEach(() => host.remove())

/** The head of a Windows program for amd64 (PE format, 3.3.1). */
function fakeWindowsProgram(): Buffer {
  const head = Buffer.alloc(128)
  head.write('MZ')
  head.writeUInt32LE(64, 60)
  head.write('PE\0\0', 64)
  head.writeUInt16LE(0x8664, 68)
  return head
}

const windows = {
  'packages.yaml': daemonConfig.replace('[darwin/arm64]', '[windows/amd64]').replace('{goarch}"', '{goarch}/{binary}{exe}"'),
  'bin/windows-amd64/greeter.exe': fakeWindowsProgram(),
  'bin/linux-amd64/greeter': fakeProgram('x86_64'),
}

test.each(['tar.gz', 'zip'])('a %s holds the documents and programs of another platform and nothing else', async (formats) => {
  const { built, failure, directory } = await build(host, { formats, architectures: 'darwin/arm64' })
  expect(failure).toBeUndefined()
  const name = 'greeter-1.2.3-rc.1-darwin-arm64'
  const file = join(directory, formats, `${name}.${formats}`)
  expect(built).toMatchObject([
    { package: 'greeter', version: '1.2.3~rc.1', format: formats, architecture: 'darwin/arm64', file },
  ])
  const folder = await mkdtemp(join(host.directories.work, 'unpacked-'))
  const members = await unpackMembers(file, 0, [`${name}/*`], folder, process.env)
  const found = members.map(async ({ name: member, file: content, executable }) => [
    member,
    executable,
    await readFile(content, 'utf8'),
  ])
  expect(await Promise.all(found)).toEqual([
    [`${name}/LICENSE`, false, daemonFiles['LICENSE']],
    [`${name}/README.md`, false, daemonFiles['README.md']],
    [`${name}/greeter`, true, daemonFiles['bin/darwin-arm64/greeter']],
  ])
  expect((await stat(file)).mtimeMs).toBe(1_704_164_645_000)
})

test('the program for Windows is one by its name, and the checked format of its file', async () => {
  await writeFiles(host, windows)
  const { built, failure } = await build(host, { formats: 'zip', architectures: 'windows/amd64, amd64' })
  expect(failure).toBeUndefined()
  const [linux, exe] = await Promise.all(built.map(async ({ file }) => (await readFile(file)).toString('latin1')))
  expect(built.map(({ file }) => basename(file))).toEqual([
    'greeter-1.2.3-rc.1-linux-amd64.zip',
    'greeter-1.2.3-rc.1-windows-amd64.zip',
  ])
  expect([linux?.includes('amd64/greeter.exe'), exe?.includes('amd64/greeter.exe')]).toEqual([false, true])
  await writeFiles(host, { 'bin/windows-amd64/greeter.exe': fakeProgram('x86_64') })
  expect((await build(host, { formats: 'zip', architectures: 'windows/amd64' })).failure).toMatch(/is a Linux program/)
})

test('a tar.gz has the time of the release, and a zip, which knows no time zones, noon of its day', async () => {
  const { built } = await build(host, { formats: 'tar.gz, zip', architectures: 'amd64' })
  const [tar, zip] = await Promise.all(built.map(({ file }) => readFile(file)))
  expect(gunzipSync(tar ?? '').toString('latin1', 136, 147)).toBe((1_704_164_645).toString(8).padStart(11, '0'))
  // The local header of the first member (APPNOTE 4.3.7, 4.4.6): hour << 11; year - 1980 << 9 | month << 5 | day.
  expect([zip?.readUInt16LE(10), zip?.readUInt16LE(12)]).toEqual([12 << 11, (44 << 9) | (1 << 5) | 2])
  const again = await build(host, { formats: 'tar.gz, zip', architectures: 'amd64', output: 'again' })
  expect(again.built.map(({ sha256 }) => sha256)).toEqual(built.map(({ sha256 }) => sha256))
})

test('a changed spec or file beside the config does not concern an archive', async () => {
  await build(host, { formats: 'zip' })
  await writeFiles(host, {
    'greeter.conf': 'greeting=bye\n',
    'packages.yaml': daemonConfig.replace('summary: Daemon', 'summary: Service'),
  })
  expect((await build(host, { formats: 'zip' })).built.map(({ kept }) => kept)).toEqual([true, true, true])
})
