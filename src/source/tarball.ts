import { createReadStream } from 'node:fs'
import { stat } from 'node:fs/promises'
import { posix } from 'node:path'
import { pipeline } from 'node:stream/promises'
import type { Pack } from 'tar-stream'
import { UserError } from '../error.js'
import type { Environment } from '../host/environment.js'
import { filterToFile } from '../host/pipe.js'
import { formatSize } from '../host/measure.js'

/** A file to pack: its name in the archive and where its content is. */
export interface TarEntry {
  readonly name: string
  readonly file: string
  readonly executable: boolean
  /** Links lead to their target; of folders only those that must be there without a file in them need to be named. */
  readonly type?: 'file' | 'link' | 'folder' | undefined
  readonly target?: string | undefined
}

/** How much is done to make something small. */
export type Effort = 'max' | 'fast'

const mebibyte = 1024 ** 2

/**
 * xz's dictionary in MiB by the most MiB it is for, and the memory that packing needs then: measured, about 10.7 times
 * the dictionary. It follows from the input, so that small packages need little, here and where they are unpacked.
 */
const dictionaries = [
  { upTo: 8, size: 8, memory: 110 * mebibyte },
  { upTo: 64, size: 64, memory: 720 * mebibyte },
  { upTo: Infinity, size: 192, memory: 2100 * mebibyte },
] as const

/**
 * Writes an xz-compressed tar archive whose bytes depend on names, contents, time and the version of xz alone. Throws
 * a {@link UserError} when `max` needs more memory than there is: less would give other bytes.
 * @param time seconds since the epoch, given to every entry
 * @param available bytes of memory that may be used
 */
export async function writeTarball(
  file: string,
  entries: readonly TarEntry[],
  time: number,
  compression: Effort,
  env: Environment,
  available = process.availableMemory(),
): Promise<void> {
  const args = compression === 'fast' ? fast : await strongest(entries, available)
  await filterToFile('xz', args, streamArchive(entries, new Date(time * 1000)), file, env)
}

// Two threads always, whatever the machine has: xz cuts the data into blocks by the preset, so the bytes are the same everywhere.
const fast = ['--format=xz', '--threads=2', '-0', '--stdout']

/**
 * A dictionary that reaches from one architecture's program to the next, where constants and texts repeat; the filters
 * make x86 and 32-bit ARM branches absolute; lp and lc suit code whose instructions are four bytes.
 */
async function strongest(entries: readonly TarEntry[], available: number): Promise<readonly string[]> {
  let total = 0
  for (const { file, type = 'file' } of entries) if (type === 'file') total += (await stat(file)).size
  const { size, memory } = dictionaries.find(({ upTo }) => total <= upTo * mebibyte) ?? dictionaries[2]
  if (available < memory) {
    throw new UserError(
      `Packing ${formatSize(total)} needs ${formatSize(memory)} of memory for xz, and ${formatSize(available)} is available; use a machine with more, or \`compression: fast\`.`,
    )
  }
  const lzma = `--lzma2=preset=9e,dict=${size}MiB,lp=2,lc=2`
  return ['--format=xz', '--threads=1', '--x86', '--arm', lzma, '--stdout']
}

/** The tar archive as it grows; nothing is read before somebody reads here. */
async function* streamArchive(entries: readonly TarEntry[], mtime: Date): AsyncGenerator<Buffer> {
  const { pack } = await import('tar-stream')
  const archive = pack()
  const filled = fill(archive, entries, mtime).catch((error: unknown) => {
    archive.destroy(error instanceof Error ? error : new Error(String(error)))
    throw error
  })
  try {
    yield* archive as AsyncIterable<Buffer> // a pack without an encoding yields buffers
  } finally {
    archive.destroy()
    await filled
  }
}

async function fill(archive: Pack, entries: readonly TarEntry[], mtime: Date): Promise<void> {
  const common = { mtime, uid: 0, gid: 0, uname: 'root', gname: 'root' }
  for (const name of folders(entries)) archive.entry({ ...common, name: `${name}/`, type: 'directory', mode: 0o755 })
  for (const { name, file, executable, type, target = '' } of sorted(entries)) {
    if (type === 'folder') continue
    if (type === 'link') {
      archive.entry({ ...common, name, type: 'symlink', linkname: target, mode: 0o777 })
      continue
    }
    const { size } = await stat(file)
    const entry = archive.entry({ ...common, name, size, mode: executable ? 0o755 : 0o644 })
    await pipeline(createReadStream(file), entry)
  }
  archive.finalize()
}

function sorted(entries: readonly TarEntry[]): TarEntry[] {
  return [...entries].sort((left, right) => (left.name < right.name ? -1 : 1))
}

/** Every folder on the way to an entry, outer ones first. */
function folders(entries: readonly TarEntry[]): string[] {
  const found = new Set<string>()
  for (const { name, type } of entries) {
    if (type === 'folder') found.add(name)
    for (let folder = posix.dirname(name); folder !== '.'; folder = posix.dirname(folder)) found.add(folder)
  }
  return [...found].sort()
}
