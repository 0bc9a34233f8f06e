import { createReadStream } from 'node:fs'
import { stat } from 'node:fs/promises'
import { pipeline } from 'node:stream/promises'
import { pack, type Pack } from 'tar-stream'
import { filterToFile } from '../host/pipe.js'

/** A file to pack: its name in the archive and where its content is. */
export interface TarEntry {
  readonly name: string
  readonly file: string
  readonly executable: boolean
}

export type Compression = 'max' | 'fast'

// Two threads always, whatever the machine has: xz cuts the data into blocks by the preset, so the bytes are the same everywhere.
const arguments_: Readonly<Record<Compression, readonly string[]>> = {
  max: ['--format=xz', '--threads=1', '-9', '--extreme', '--stdout'],
  fast: ['--format=xz', '--threads=2', '-0', '--stdout'],
}

/**
 * Writes an xz-compressed tar archive whose bytes depend on names, contents and time alone.
 * @param time seconds since the epoch, given to every entry
 */
export async function writeTarball(
  file: string,
  entries: readonly TarEntry[],
  time: number,
  compression: Compression,
): Promise<void> {
  const archive = pack()
  const filled = fill(archive, entries, new Date(time * 1000))
  const [written, added] = await Promise.allSettled([filterToFile('xz', arguments_[compression], archive, file), filled])
  for (const result of [added, written]) if (result.status === 'rejected') throw result.reason
}

async function fill(archive: Pack, entries: readonly TarEntry[], mtime: Date): Promise<void> {
  try {
    for (const name of folders(entries)) archive.entry({ name: `${name}/`, type: 'directory', mode: 0o755, mtime })
    for (const { name, file, executable } of sorted(entries)) {
      const { size } = await stat(file)
      const entry = archive.entry({
        name,
        size,
        mode: executable ? 0o755 : 0o644,
        mtime,
        uid: 0,
        gid: 0,
        uname: 'root',
        gname: 'root',
      })
      await pipeline(createReadStream(file), entry)
    }
    archive.finalize()
  } catch (error) {
    archive.destroy(error instanceof Error ? error : new Error(String(error)))
    throw error
  }
}

function sorted(entries: readonly TarEntry[]): TarEntry[] {
  return [...entries].sort((left, right) => (left.name < right.name ? -1 : 1))
}

function folders(entries: readonly TarEntry[]): string[] {
  const names = entries.flatMap(({ name }) => (name.includes('/') ? [name.slice(0, name.lastIndexOf('/'))] : []))
  return [...new Set(names)].sort()
}
