import { afterEach, beforeEach, expect, test } from '@jest/globals'
import { mkdir, readdir, rename, utimes, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { hashBytes } from '../../src/host/file.js'
import { collectSources } from '../../src/source/binary.js'
import { expireDownloads } from '../../src/source/expiry.js'
import { claimPartial, downloadsFolder, findStored, partialFolder, storeFile } from '../../src/source/store.js'
import { testClock } from '../support/clock.js'
import { testHost, type TestHost } from '../support/host.js'

const day = 24 * 3600 * 1000
const limits = { age: 30 * day, partialAge: 7 * day, size: 100, use: 2 * day }

let host: TestHost
beforeEach(async () => {
  host = await testHost({ clock: testClock() })
})
afterEach(() => host.remove())

const sha256 = (content: string) => hashBytes(content, 'sha256')

async function store(content: string): Promise<void> {
  const file = join(host.directories.work, 'file')
  await writeFile(file, content)
  await storeFile(file, { sha512: hashBytes(content, 'sha512') }, host)
}

/** What of the contents is still there, by either digest. */
async function kept(...contents: string[]): Promise<string[]> {
  const names = [
    ...(await readdir(join(downloadsFolder(host), 'sha256'))),
    ...(await readdir(join(downloadsFolder(host), 'sha512'))),
  ]
  return contents.filter((content) => {
    const places = [sha256(content), hashBytes(content, 'sha512')].map((digest) => names.includes(digest))
    if (places[0] !== places[1]) throw new Error(`${content} is there by one digest alone`)
    return places[0]
  })
}

test('what was not used for the longest time goes, and use counts anew', async () => {
  await store('old')
  await store('used')
  await host.clock.sleep(20 * day)
  await findStored({ sha256: sha256('used') }, host)
  await host.clock.sleep(10 * day)
  await store('new')
  await expireDownloads(host, limits)
  expect(await kept('old', 'used', 'new')).toEqual(['used', 'new'])
})

test('of too much, that goes whose use is longest ago, until the rest fits', async () => {
  for (const letter of ['a', 'b', 'c', 'd']) {
    await store(letter.repeat(40))
    await host.clock.sleep(day)
  }
  await expireDownloads(host, limits)
  expect(await kept('a'.repeat(40), 'b'.repeat(40), 'c'.repeat(40), 'd'.repeat(40))).toEqual(['c'.repeat(40), 'd'.repeat(40)])
})

test('what a run may still use stays, however much it is', async () => {
  for (const letter of ['a', 'b', 'c']) await store(letter.repeat(80))
  await host.clock.sleep(2 * day - 1)
  await expireDownloads(host, limits)
  expect(await kept('a'.repeat(80), 'b'.repeat(80), 'c'.repeat(80))).toHaveLength(3)
})

test('it happens once a day', async () => {
  await store('old')
  await host.clock.sleep(29.5 * day)
  await expireDownloads(host, limits)
  await host.clock.sleep(0.9 * day)
  await expireDownloads(host, limits)
  expect(await kept('old')).toEqual(['old'])
  await host.clock.sleep(0.1 * day)
  await expireDownloads(host, limits)
  expect(await kept('old')).toEqual([])
})

test('what interrupted downloads left goes after its own time, but not what a run that is at work has', async () => {
  const parent = partialFolder(host)
  const age = async (folder: string, time: number) => {
    await writeFile(join(folder, 'data'), 'half')
    for (const path of [join(folder, 'data'), folder]) await utimes(path, time / 1000, time / 1000)
  }
  const working = await claimPartial('https://example.org/working', host)
  await age(working.folder, 0)
  const released = await claimPartial('https://example.org/released', host)
  await age(released.folder, 0)
  await released.release()
  const killed = await claimPartial('https://example.org/killed', host)
  await age(killed.folder, 0)
  // No process has this number: it is above the most that Linux allows.
  await rename(killed.folder, join(parent, 'a_4194305_1@boot_killed'))
  await mkdir(join(parent, 'b_free_free_recent'))
  await age(join(parent, 'b_free_free_recent'), day)
  await host.clock.sleep(7.5 * day)
  await expireDownloads(host, limits)
  expect((await readdir(parent)).map((name) => join(parent, name)).sort()).toEqual(
    [working.folder, join(parent, 'b_free_free_recent')].sort(),
  )
})

test('whoever collects sources clears the cache, and makes none where there is none', async () => {
  await collectSources([], host)
  expect(await readdir(host.directories.cache)).toEqual([])
  await store('old')
  await host.clock.sleep(31 * day)
  await collectSources([], host)
  expect(await kept('old')).toEqual([])
})
