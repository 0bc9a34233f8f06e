import { randomUUID } from 'node:crypto'
import { link, mkdir, readdir, rename, rm, stat, utimes } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { hashBytes, hashFile } from '../host/file.js'
import type { Host } from '../host/host.js'
import { identifyProcess, isSameProcess } from '../host/process.js'
import type { Algorithm } from './checksum.js'
import { algorithms, compareDigests, type Digests } from './stated-digest.js'

/** A file of the cache, which lies there under its digest and is never changed. */
export interface Stored {
  readonly file: string
  readonly sha256: string
}

/** The folder of all that was downloaded. */
export function downloadsFolder(host: Host): string {
  return join(host.directories.cache, 'downloads')
}

/** Finds a file by the digests it must have, and notes its use; one that was damaged is thrown away. */
export async function findStored(digests: Digests, host: Host): Promise<Stored | undefined> {
  for (const algorithm of algorithms) {
    const digest = digests[algorithm]
    if (digest === undefined) continue
    const file = pathOf(algorithm, digest, host)
    if (!(await isFile(file))) continue
    await noteUse(file, host)
    const problem = await compareDigests(file, digests)
    if (problem === undefined) return { file, sha256: digests.sha256 ?? (await hashFile(file, 'sha256')) }
    host.log.warning(`${file} was damaged in the cache and is fetched again: it ${problem}.`)
    await rm(file, { force: true })
  }
  return undefined
}

/** Moves a file into the cache, in place of an equal one. */
export async function storeFile(file: string, digests: Digests, host: Host): Promise<Stored> {
  const sha256 = digests.sha256 ?? (await hashFile(file, 'sha256'))
  const target = pathOf('sha256', sha256, host)
  await mkdir(dirname(target), { recursive: true })
  await noteUse(file, host)
  await rename(file, target)
  if (digests.sha512 !== undefined) {
    const other = pathOf('sha512', digests.sha512, host)
    await mkdir(dirname(other), { recursive: true })
    const temporary = `${other}.${randomUUID()}`
    await link(target, temporary)
    await rename(temporary, other)
  }
  return { file: target, sha256 }
}

/** The time of a file in the cache is that of its last use. */
async function noteUse(file: string, host: Host): Promise<void> {
  const time = new Date(host.clock.now())
  // In a cache that only somebody else may write, nothing can be removed either.
  await utimes(file, time, time).catch(() => undefined)
}

function pathOf(algorithm: Algorithm, digest: string, host: Host): string {
  return join(downloadsFolder(host), algorithm, digest)
}

/** The folder of downloads that are under way or were interrupted. */
export function partialFolder(host: Host): string {
  return join(downloadsFolder(host), 'partial')
}

/** A folder for a download that is under way, this process's alone. */
export interface Partial {
  readonly folder: string
  /** Something of an earlier run may lie there. */
  readonly resumed: boolean
  /** Leaves it to whoever comes next. */
  release(): Promise<void>
}

/**
 * Takes over what another run of the same download left, if that run has ended; renaming decides who gets it.
 * @param download its URL, or another text that is its alone
 */
export async function claimPartial(download: string, host: Host): Promise<Partial> {
  const parent = partialFolder(host)
  await mkdir(parent, { recursive: true })
  const prefix = hashBytes(download, 'sha256').slice(0, 32)
  const folder = join(parent, await nameOwn(prefix))
  const release = () => rename(folder, join(parent, [prefix, 'free', 'free', randomUUID()].join('_')))
  for (const name of await readdir(parent)) {
    if (!name.startsWith(`${prefix}_`) || !(await isAbandoned(name))) continue
    const taken = await rename(join(parent, name), folder).then(
      () => true,
      () => false,
    )
    if (taken) return { folder, resumed: true, release }
  }
  await mkdir(folder)
  return { folder, resumed: false, release }
}

/** A name among the downloads under way that says that this process has it. */
export async function nameOwn(prefix: string): Promise<string> {
  const started = (await identifyProcess(process.pid)) ?? 'unknown'
  return [prefix, process.pid, started, randomUUID()].join('_')
}

/** Whether the process that has a download under way has ended, or has released it. */
export async function isAbandoned(name: string): Promise<boolean> {
  const [, pid, started = ''] = name.split('_')
  return pid === 'free' || !(await isSameProcess({ pid: Number(pid), started }))
}

/** An empty folder in the cache, in place of one that a run of the same task left when it was killed. The caller removes it. */
export async function makeScratch(task: string, host: Host): Promise<string> {
  const { folder } = await claimPartial(task, host)
  await rm(folder, { recursive: true, force: true })
  await mkdir(folder)
  return folder
}

async function isFile(path: string): Promise<boolean> {
  return stat(path).then(
    (found) => found.isFile(),
    () => false,
  )
}
