import { readdir, readFile, rename, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { exists, writeWhole } from '../host/file.js'
import type { Host } from '../host/host.js'
import { algorithms } from './stated-digest.js'
import { downloadsFolder, isAbandoned, nameOwn, partialFolder } from './store.js'

/** What the cache of downloads may keep. Times in milliseconds. */
export interface CacheLimits {
  /** Since a file was used last. */
  readonly age: number
  /** Since an interrupted download wrote last. */
  readonly partialAge: number
  /** In bytes, of all files together. */
  readonly size: number
  /** So long after its use a file may still be needed by a run. */
  readonly use: number
}

const day = 24 * 3600 * 1000
/** Stated in docs/packages.md. */
const standard: CacheLimits = { age: 30 * day, partialAge: 7 * day, size: 10 * 1024 ** 3, use: 2 * day }

/**
 * Removes from the cache of downloads what was not used for long, then the files whose use is longest ago until the rest
 * is no larger than it may be, and what interrupted downloads left. Does so once a day; what a run may still use stays.
 */
export async function expireDownloads(host: Host, limits: CacheLimits = standard): Promise<void> {
  if (!(await exists(downloadsFolder(host)))) return
  const now = host.clock.now()
  const stamp = join(downloadsFolder(host), 'expired')
  const last = Number(await readFile(stamp, 'utf8').catch(() => Number.NaN))
  if (now - last < day) return
  await writeWhole(stamp, `${now}\n`)
  const files = await listFiles(host)
  let size = files.reduce((sum, each) => sum + each.size, 0)
  let removed = 0
  for (const each of files) {
    const unused = now - each.time
    if (unused < limits.use || (unused < limits.age && size <= limits.size)) continue
    for (const path of each.paths) await rm(path, { force: true })
    size -= each.size
    removed++
  }
  removed += await expirePartials(host, now - limits.partialAge)
  if (removed > 0) host.log.debug(`removed ${removed} old downloads from ${downloadsFolder(host)}`)
}

interface CachedFile {
  /** A file that is known by two digests has two. */
  readonly paths: string[]
  readonly size: number
  /** Of its last use. */
  readonly time: number
}

/** The files of the cache, the one whose use is longest ago first. */
async function listFiles(host: Host): Promise<readonly CachedFile[]> {
  const files = new Map<number, CachedFile>()
  for (const algorithm of algorithms) {
    const folder = join(downloadsFolder(host), algorithm)
    for (const name of await readdir(folder).catch(() => [])) {
      const path = join(folder, name)
      const found = await stat(path).catch(() => undefined)
      if (found === undefined) continue
      const known = files.get(found.ino)
      if (known) known.paths.push(path)
      else files.set(found.ino, { paths: [path], size: found.size, time: found.mtimeMs })
    }
  }
  return [...files.values()].sort((left, right) => left.time - right.time)
}

/** Removes what downloads before a time left, unless a run that is at work has it; resolves to their number. */
async function expirePartials(host: Host, before: number): Promise<number> {
  const parent = partialFolder(host)
  let removed = 0
  for (const name of await readdir(parent).catch(() => [])) {
    const path = join(parent, name)
    if (!(await isAbandoned(name)) || (await lastChange(path)) > before) continue
    // Renaming decides whether we have it or a download that takes it over now.
    const own = join(parent, await nameOwn('expired'))
    const taken = await rename(path, own).then(
      () => true,
      () => false,
    )
    if (!taken) continue
    await rm(own, { recursive: true, force: true })
    removed++
  }
  return removed
}

async function lastChange(folder: string): Promise<number> {
  const names = await readdir(folder).catch(() => [])
  const times = await Promise.all([folder, ...names.map((name) => join(folder, name))].map(timeOf))
  return Math.max(...times)
}

function timeOf(path: string): Promise<number> {
  return stat(path).then(
    ({ mtimeMs }) => mtimeMs,
    () => 0,
  )
}
