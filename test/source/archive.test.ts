import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { mkdtemp, readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { pack, type Header } from 'tar-stream'
import { unpackMembers } from '../../src/source/archive.js'
import { standardLimits, type Limits } from '../../src/source/listing.js'
import { testHost, type TestHost } from '../support/host.js'
import { fakeZip, type ZipMember } from './fake-zip.js'

let host: TestHost
beforeAll(async () => {
  host = await testHost()
})
afterAll(() => host.remove())

type TarMember = Partial<Header> & { readonly name: string; readonly content?: string }

async function tar(members: readonly TarMember[]): Promise<Buffer> {
  const archive = pack()
  for (const { content = '', ...header } of members) {
    if (header.type === undefined || header.type === 'file') archive.entry(header, content)
    else archive.entry(header)
  }
  archive.finalize()
  const chunks: Buffer[] = []
  // A pack without an encoding yields buffers.
  for await (const chunk of archive as AsyncIterable<Buffer>) chunks.push(chunk)
  return Buffer.concat(chunks)
}

interface Request {
  readonly strip?: number
  readonly limits?: Partial<Limits>
}

/** What comes out, as `name: content, mode`, and the folder it is in. */
async function unpack(archive: Buffer, wanted: readonly string[], { strip = 0, limits = {} }: Request = {}) {
  const folder = await mkdtemp(join(host.directories.temp, 'unpacked-'))
  const file = `${folder}.archive`
  await writeFile(file, archive)
  const unpacked = await unpackMembers(file, strip, wanted, folder, process.env, { ...standardLimits, ...limits })
  const lines = unpacked.map(async (each) => `${each.name}: ${await readFile(each.file, 'utf8')}${each.executable ? ', x' : ''}`)
  return { lines: await Promise.all(lines), files: await readdir(folder) }
}

const honest: readonly TarMember[] = [
  { name: './tool-1.0/', type: 'directory' },
  { name: './tool-1.0/bin/tool', mode: 0o755, content: 'program' },
  { name: './tool-1.0/bin/t', type: 'symlink', linkname: 'tool' },
  { name: './tool-1.0/bin/hard', type: 'link', linkname: './tool-1.0/bin/tool' },
  { name: './tool-1.0/share', type: 'symlink', linkname: 'lib/../data' },
  { name: './tool-1.0/data/tool.bash', content: 'bash' },
  { name: './tool-1.0/data/tool.zsh', content: 'zsh' },
  { name: `./tool-1.0/data/${'long/'.repeat(40)}end`, content: 'deep' },
]

test.each([
  ['a plain tar archive', (archive: Buffer) => archive],
  ['one with gzip', (archive: Buffer) => gzipSync(archive)],
  [
    'one in two gzip members',
    (archive: Buffer) => Buffer.concat([gzipSync(archive.subarray(0, 700)), gzipSync(archive.subarray(700))]),
  ],
])('members come out of %s by name and by pattern', async (_, compress) => {
  const { lines, files } = await unpack(
    compress(await tar(honest)),
    ['bin/tool', 'data/*.?sh', `data/${'long/'.repeat(40)}end`],
    { strip: 1 },
  )
  expect(lines).toEqual(['bin/tool: program, x', 'data/tool.zsh: zsh', `data/${'long/'.repeat(40)}end: deep`])
  expect(files).toEqual(['0', '1', '2'])
})

test('links within the archive are followed', async () => {
  const { lines, files } = await unpack(await tar(honest), ['bin/t', 'bin/hard', 'bin/tool'], { strip: 1 })
  expect(lines).toEqual(['bin/t: program, x', 'bin/hard: program, x', 'bin/tool: program, x'])
  expect(files).toEqual(['0'])
})

test('a link through a folder that is a link is followed', async () => {
  const members = [
    { name: 'current', type: 'symlink', linkname: 'v1' },
    { name: 'tool', type: 'symlink', linkname: 'current/bin/tool' },
    { name: 'v1/bin/tool', content: 'program' },
  ] as const
  expect((await unpack(await tar(members), ['tool'])).lines).toEqual(['tool: program'])
})

test('links in a circle are no file', async () => {
  const members = [
    { name: 'a', type: 'symlink', linkname: 'b' },
    { name: 'b', type: 'symlink', linkname: 'a' },
  ] as const
  await expect(unpack(await tar(members), ['a'])).rejects.toThrow('has a as a link to b, and no such file')
})

test('everything that is missing is told, with what is there', async () => {
  const failure = unpack(await tar(honest), ['tool', 'man/*'], { strip: 1 })
  await expect(failure).rejects.toMatchObject({ name: 'WorkError' })
  await expect(failure).rejects.toThrow(
    'has no tool once 1 leading folders are dropped; it has bin/tool; and it has no man/* once 1 leading folders are dropped; it has bin/tool, bin/t, bin/hard, share, data/tool.bash, data/tool.zsh, data/',
  )
})

test('a strip that makes two members one is refused when that one is wanted', async () => {
  const archive = await tar([
    { name: 'linux/tool', content: 'one' },
    { name: 'darwin/tool', content: 'two' },
  ])
  await expect(unpack(archive, ['tool'], { strip: 1 })).rejects.toThrow(
    'has several members tool once 1 leading folders are dropped',
  )
})

describe('a tar archive is refused that has', () => {
  test.each<[string, TarMember, string]>([
    ['an absolute path', { name: '/etc/passwd' }, '"/etc/passwd" that leads out of the archive'],
    ['a path that climbs', { name: 'a/../../evil' }, '"a/../../evil" that leads out of the archive'],
    ['a path with a backslash that climbs', { name: '..\\evil' }, '"..\\\\evil" that leads out of the archive'],
    ['a drive', { name: 'C:/evil' }, '"C:/evil" that leads out of the archive'],
    ['an absolute link', { name: 'a', type: 'symlink', linkname: '/etc' }, '"a" that is a link out of the archive, to "/etc"'],
    [
      'a link that climbs',
      { name: 'b/a', type: 'symlink', linkname: '../../etc' },
      '"b/a" that is a link out of the archive, to "../../etc"',
    ],
    [
      'a hard link that climbs',
      { name: 'b/a', type: 'link', linkname: '../etc' },
      '"b/a" that is a link out of the archive, to "../etc"',
    ],
    ['a device', { name: 'sda', type: 'block-device' }, '"sda" that is a device, a pipe or of an unknown kind'],
    ['a character device', { name: 'null', type: 'character-device' }, '"null" that is a device, a pipe or of an unknown kind'],
    ['a pipe', { name: 'pipe', type: 'fifo' }, '"pipe" that is a device, a pipe or of an unknown kind'],
    ['a member twice', { name: './tool' }, '"./tool" twice'],
  ])('%s', async (_, member, reason) => {
    const archive = await tar([{ name: 'tool', content: 'program' }, member])
    const failure = unpack(archive, ['tool'])
    await expect(failure).rejects.toMatchObject({ name: 'WorkError' })
    await expect(failure).rejects.toThrow(`has a member ${reason}`)
  })
})

test('a folder may be named twice', async () => {
  const archive = await tar([
    { name: 'a', type: 'directory' },
    { name: 'a/tool', content: 'program' },
    { name: 'a/', type: 'directory' },
  ])
  expect((await unpack(archive, ['a/tool'])).lines).toEqual(['a/tool: program'])
})

test.each<[string, Partial<Limits>, string]>([
  ['many members', { members: 3 }, 'has more than 3 members'],
  ['too much', { bytes: 2000 }, 'unpacks to more than 2 KiB'],
  ['much out of little', { bytes: 40 * 1024, ratio: 5 }, 'unpacks to more than 5 times its size, as only a bomb does'],
])('an archive of %s is refused', async (_, limits, reason) => {
  await expect(unpack(gzipSync(await tar(honest)), ['tool-1.0/bin/tool'], { limits })).rejects.toThrow(reason)
})

test('a bomb is left as soon as it is known', async () => {
  const bomb = gzipSync(Buffer.concat([await tar([{ name: 'zero', content: '\0'.repeat(64 * 1024 ** 2) }])]))
  const before = process.memoryUsage().arrayBuffers
  await expect(unpack(bomb, ['zero'], { limits: { bytes: 1024 ** 2 } })).rejects.toThrow('unpacks to more than 1 MiB')
  expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(32 * 1024 ** 2)
})

test.each([
  ['a cut tar archive', async () => (await tar(honest)).subarray(0, 2000)],
  ['a cut gzip stream', async () => gzipSync(await tar(honest)).subarray(0, -20)],
  ['gzip of something else', () => Promise.resolve(gzipSync('program'))],
  ['a tar archive with a wrong sum', async () => (await tar(honest)).fill('x', 100, 110)],
])('%s is told as damaged', async (_, make) => {
  const failure = unpack(await make(), ['tool-1.0/bin/tool'])
  await expect(failure).rejects.toMatchObject({ name: 'WorkError' })
  await expect(failure).rejects.toThrow(/^cannot be unpacked: /)
})

test.each([
  ['a program', '\x7fELF'],
  ['a web page', '<html>'],
  ['nothing', ''],
])('%s is no archive', async (_, content) => {
  await expect(unpack(Buffer.from(content), ['tool'])).rejects.toThrow('is no archive that can be read: ')
})

const zipped: readonly ZipMember[] = [
  { name: 'tool-1.0/', mode: 0o40755 },
  { name: 'tool-1.0/bin/tool', mode: 0o100755, content: 'program', deflated: true },
  { name: 'tool-1.0/t', mode: 0o120777, content: 'bin/tool' },
  { name: 'tool-1.0/README', content: 'made on DOS' },
]

test('members come out of a zip archive', async () => {
  expect((await unpack(fakeZip(zipped), ['bin/tool', 't', 'README'], { strip: 1 })).lines).toEqual([
    'bin/tool: program, x',
    't: program, x',
    'README: made on DOS',
  ])
})

describe('a zip archive is refused that has', () => {
  test.each<[string, ZipMember, string]>([
    ['a path that climbs', { name: '../evil' }, ''],
    ['an absolute path', { name: '/evil' }, ''],
    [
      'a link that climbs',
      { name: 'a', mode: 0o120777, content: '../x' },
      'has a member "a" that is a link out of the archive, to "../x"',
    ],
    ['an encrypted member', { name: 'a', content: 'secret', encrypted: true }, 'has a member "a" that is encrypted'],
    ['a member twice', { name: 'tool-1.0/README' }, 'has a member "tool-1.0/README" twice'],
    ['a device', { name: 'a', mode: 0o060666 }, 'has a member "a" that is a device, a pipe or of an unknown kind'],
    ['a size that is not true', { name: 'a', content: 'x', size: 10 }, 'cannot be unpacked: '],
    [
      'a bomb by its own word',
      { name: 'a', content: 'x', size: 0xf0000000, deflated: true },
      'unpacks to more than 200 times its size',
    ],
  ])('%s', async (_, member, reason) => {
    const failure = unpack(fakeZip([...zipped, member]), ['a'])
    await expect(failure).rejects.toMatchObject({ name: 'WorkError' })
    await expect(failure).rejects.toThrow(reason)
  })
})

test('a damaged member of a zip archive is noticed', async () => {
  await expect(unpack(fakeZip([{ name: 'a', content: 'x', crc: 1 }]), ['a'])).rejects.toThrow('has a member "a" that is damaged')
})

test('a cut zip archive is told as damaged', async () => {
  await expect(unpack(fakeZip(zipped).subarray(0, -30), ['a'])).rejects.toThrow(/^cannot be unpacked: /)
})
