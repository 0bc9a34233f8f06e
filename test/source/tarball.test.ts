import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { chmod, mkdir, readdir, readFile, truncate, utimes, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { writeTarball, type TarEntry } from '../../src/source/tarball.js'
import { testHost, type TestHost } from '../support/host.js'

let host: TestHost
let folder: string
beforeAll(async () => {
  host = await testHost()
  folder = join(host.directories.work, 'out')
  await mkdir(folder)
})
afterAll(() => host.remove())

const time = Date.UTC(2026, 0, 5, 10) / 1000
const long = `x86_64/${'deep/'.repeat(30)}${'name'.repeat(30)}`

async function entry(name: string, content: string, executable = false): Promise<TarEntry> {
  const file = join(host.directories.work, `content-${content}`)
  await writeFile(file, content)
  return { name, file, executable }
}

async function entries(): Promise<TarEntry[]> {
  return [
    await entry('x86_64/hello', 'program', true),
    await entry('LICENSE', 'licence'),
    await entry(long, 'long'),
    await entry('a/ümlaut', 'u'),
  ]
}

test('names, modes, owners and times are those of the release alone', async () => {
  const file = join(folder, 'modes.tar.xz')
  await writeTarball(file, await entries(), time, 'max', host.env)
  const { stdout } = await host.exec(
    'tar',
    ['--list', '--verbose', '--full-time', '--utc', '--quoting-style=literal', '--file', file],
    { env: { LC_ALL: 'C.UTF-8' } },
  )
  const lines = stdout
    .trim()
    .split('\n')
    .map((line) => line.replace(/ +/g, ' '))
  const files = lines.filter((line) => line.startsWith('-'))
  expect(files).toEqual([
    '-rw-r--r-- root/root 7 2026-01-05 10:00:00 LICENSE',
    '-rw-r--r-- root/root 1 2026-01-05 10:00:00 a/ümlaut',
    `-rw-r--r-- root/root 4 2026-01-05 10:00:00 ${long}`,
    '-rwxr-xr-x root/root 7 2026-01-05 10:00:00 x86_64/hello',
  ])
  const folders = lines.filter((line) => line.startsWith('d'))
  expect(folders).toHaveLength(32)
  expect(folders.slice(0, 3)).toEqual([
    'drwxr-xr-x root/root 0 2026-01-05 10:00:00 a/',
    'drwxr-xr-x root/root 0 2026-01-05 10:00:00 x86_64/',
    'drwxr-xr-x root/root 0 2026-01-05 10:00:00 x86_64/deep/',
  ])
})

test.each(['max', 'fast'] as const)('the bytes of %s follow from names, contents and the time', async (compression) => {
  const [first, second] = [join(folder, `${compression}-1`), join(folder, `${compression}-2`)]
  const list = await entries()
  await writeTarball(first, list, time, compression, host.env)
  for (const { file } of list) {
    await chmod(file, 0o600)
    await utimes(file, 0, 0)
  }
  await writeTarball(second, [...list].reverse(), time, compression, host.env)
  expect((await readFile(second)).equals(await readFile(first))).toBe(true)
  await writeTarball(second, list, time + 1, compression, host.env)
  expect((await readFile(second)).equals(await readFile(first))).toBe(false)
})

test.each([
  [1, '8MiB'],
  [20, '64MiB'],
  [65, '192MiB'],
])(
  '%d MiB get a dictionary of %s',
  async (size, dictionary) => {
    const file = join(host.directories.work, 'zeros')
    await writeFile(file, '')
    await truncate(file, size * 1024 ** 2)
    const tarball = join(folder, 'dictionary.tar.xz')
    await writeTarball(tarball, [{ name: 'zeros', file, executable: false }], time, 'max', host.env)
    const { stdout } = await host.exec('xz', ['--list', '--verbose', '--verbose', tarball])
    expect(stdout).toContain(`--x86 --arm --lzma2=dict=${dictionary}`)
  },
  60_000,
)

test('a machine with too little memory is told so, because other settings would give other bytes', async () => {
  const file = join(folder, 'memory.tar.xz')
  const failure = writeTarball(file, await entries(), time, 'max', host.env, 64 * 1024 ** 2)
  await expect(failure).rejects.toMatchObject({ name: 'UserError' })
  await expect(failure).rejects.toThrow(
    'Packing 19 bytes needs 110 MiB of memory for xz, and 64 MiB is available; use a machine with more, or `compression: fast`.',
  )
  await writeTarball(file, await entries(), time, 'fast', host.env, 1)
})

test('a file that vanishes leaves no tarball', async () => {
  const file = join(folder, 'vanished.tar.xz')
  const missing = { name: 'gone', file: join(folder, 'gone'), executable: false }
  await expect(writeTarball(file, [missing], time, 'fast', host.env)).rejects.toThrow('ENOENT')
  expect((await readdir(folder)).filter((name) => name.startsWith('vanished'))).toEqual([])
})
