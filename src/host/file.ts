import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { mkdir, readFile, rename, stat, writeFile } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'

/** The digest of a file's content, in lower-case hex. */
export async function hashFile(file: string, algorithm: 'md5' | 'sha1' | 'sha256' | 'sha512'): Promise<string> {
  const hash = createHash(algorithm)
  try {
    // A stream of a file without an encoding yields buffers.
    for await (const chunk of createReadStream(file) as AsyncIterable<Buffer>) hash.update(chunk)
  } catch (error) {
    throw withPath(error, file)
  }
  return hash.digest('hex')
}

/** The digest of bytes or text, in lower-case hex. */
export function hashBytes(content: string | Uint8Array, algorithm: 'md5' | 'sha1' | 'sha256' | 'sha512'): string {
  return createHash(algorithm).update(content).digest('hex')
}

/** Reads a file that somebody named; what the file system refuses tells its path. */
export function readNamedFile(file: string): Promise<Buffer> {
  return readFile(file).catch((error: unknown) => {
    throw withPath(error, file)
  })
}

/** Node leaves out the path when it reads or writes what it has opened: a folder, a full disk. */
function withPath(error: unknown, path: string): unknown {
  return typeof error === 'object' && error !== null && !('path' in error) ? Object.assign(error, { path }) : error
}

/** Whether there is a folder at the path. */
export async function isFolder(path: string): Promise<boolean> {
  return stat(path).then(
    (found) => found.isDirectory(),
    () => false,
  )
}

/** Whether something exists at the path. */
export async function exists(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  )
}

/** Writes a file that is never seen half-written, its folder made when missing. */
export async function writeWhole(file: string, content: string | Uint8Array, mode = 0o644): Promise<void> {
  await mkdir(dirname(file), { recursive: true })
  const partial = partialOf(file)
  await writeFile(partial, content, { mode }).catch((error: unknown) => {
    throw withPath(error, file)
  })
  await rename(partial, file)
}

/** Where a file is written before it is whole: a hidden one beside it, so that who lists the folder does not see it. */
export function partialOf(file: string): string {
  return join(dirname(file), `.${basename(file)}.${process.pid}.partial`)
}
