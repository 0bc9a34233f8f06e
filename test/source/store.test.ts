import { afterEach, beforeEach, expect, test } from '@jest/globals'
import { mkdir, readdir, readFile, rename, writeFile } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { startProgress } from '../../src/source/progress.js'
import { claimPartial, makeScratch } from '../../src/source/store.js'
import { testClock } from '../support/clock.js'
import { testHost, type TestHost } from '../support/host.js'

const url = 'https://example.org/hello'
let host: TestHost
let parent: string
beforeEach(async () => {
  host = await testHost({ clock: testClock() })
  parent = join(host.directories.cache, 'downloads', 'partial')
})
afterEach(() => host.remove())

test('what a run that has ended left is taken over', async () => {
  const { folder } = await claimPartial(url, host)
  await writeFile(join(folder, 'data'), 'half')
  const [prefix = ''] = (await readdir(parent)).map((name) => name.slice(0, 32))
  // No process has this number: it is above the most that Linux allows.
  await rename(folder, join(parent, `${prefix}_4194305_1@boot_left`))
  const again = await claimPartial(url, host)
  expect([again.resumed, await readFile(join(again.folder, 'data'), 'utf8')]).toEqual([true, 'half'])
  expect(await readdir(parent)).toHaveLength(1)
})

test('what a killed run left of unpacking is cleared away', async () => {
  const first = await makeScratch('unpacking a', host)
  await writeFile(join(first, '0'), 'half')
  const other = await makeScratch('unpacking a', host)
  expect([await readdir(first), await readdir(other)]).toEqual([['0'], []])
  const [prefix = ''] = (await readdir(parent)).map((name) => name.slice(0, 32))
  await rename(first, join(parent, `${prefix}_4194305_1@boot_left`))
  const again = await makeScratch('unpacking a', host)
  expect([await readdir(again), await readdir(parent)]).toEqual([[], expect.arrayContaining([basename(again), basename(other)])])
  expect(await readdir(parent)).toHaveLength(2)
})

test('what a run that is at work has is left alone, until it is released', async () => {
  const first = await claimPartial(url, host)
  const second = await claimPartial(url, host)
  expect([second.resumed, second.folder === first.folder]).toEqual([false, false])
  await writeFile(join(first.folder, 'data'), 'half')
  await first.release()
  const third = await claimPartial(url, host)
  expect([third.resumed, await readFile(join(third.folder, 'data'), 'utf8')]).toEqual([true, 'half'])
})

test('only one of many gets what was left, and nobody that of another address', async () => {
  const left = await claimPartial(url, host)
  await left.release()
  await mkdir(join(parent, `${'0'.repeat(32)}_free_free_x`))
  const claims = await Promise.all([1, 2, 3, 4].map(() => claimPartial(url, host)))
  expect(claims.filter(({ resumed }) => resumed)).toHaveLength(1)
  expect(await readdir(parent)).toContain(`${'0'.repeat(32)}_free_free_x`)
})

test('progress is one line for all downloads', () => {
  const progress = startProgress(host)
  const [one, two] = [progress.begin('one'), progress.begin('two')]
  one(1024 ** 2, 4 * 1024 ** 2)
  two(1024 ** 2, 4 * 1024 ** 2)
  one(2 * 1024 ** 2, 4 * 1024 ** 2)
  progress.end('two')
  one(3 * 1024 ** 2, undefined)
  expect(host.lines).toEqual([
    'status: downloading: 1 MiB (one, two)',
    'status: downloading: 25 % of 8 MiB (one, two)',
    'status: downloading: 37 % of 8 MiB (one, two)',
    'status: downloading: 3 MiB (one)',
  ])
})
