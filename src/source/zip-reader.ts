import { createWriteStream } from 'node:fs'
import { stat } from 'node:fs/promises'
import { pipeline } from 'node:stream/promises'
import { crc32 } from 'node:zlib'
import type { Entry, ZipFile } from 'yauzl'
import { WorkError } from '../error.js'
import type { ArchiveReader } from './archive.js'
import { checkSize, type Limits, type RawMember } from './listing.js'

const longestTarget = 4096

/** Reads a zip archive by its directory; sizes are declared there, and yauzl holds the contents to them. */
export function zipReader(file: string, limits: Limits): ArchiveReader {
  return {
    list: (visit) =>
      withZip(file, async (zip) => {
        const packed = (await stat(file)).size
        let unpacked = 0
        for await (const entry of zip.eachEntry()) {
          checkSize((unpacked += entry.uncompressedSize), packed, limits)
          visit(await describe(entry, zip))
        }
      }),
    extract: (wanted) =>
      withZip(file, async (zip) => {
        for await (const entry of zip.eachEntry()) {
          const target = wanted.get(entry.fileName)
          if (target !== undefined)
            await pipeline(await zip.openReadStreamPromise(entry), checkSum(entry), createWriteStream(target, { flags: 'wx' }))
        }
      }),
  }
}

async function withZip<T>(file: string, task: (zip: ZipFile) => Promise<T>): Promise<T> {
  const { openPromise } = await import('yauzl')
  let zip: ZipFile | undefined
  try {
    zip = await openPromise(file, { autoClose: false, lazyEntries: true, decodeStrings: true })
    return await task(zip)
  } catch (error) {
    if (error instanceof WorkError) throw error
    throw new WorkError(`cannot be unpacked: ${error instanceof Error ? error.message : String(error)}`, { cause: error })
  } finally {
    zip?.close()
  }
}

/** Made on Unix, the upper half of the external attributes is st_mode (APPNOTE 4.4.2, 4.4.15; inode(7)). */
async function describe(entry: Entry, zip: ZipFile): Promise<RawMember> {
  const unix = entry.versionMadeBy >>> 8 === 3 ? entry.externalFileAttributes >>> 16 : 0
  const kind = unix & 0o170000
  const type = entry.fileName.endsWith('/')
    ? 'folder'
    : kind === 0 || kind === 0o100000
      ? 'file'
      : kind === 0o120000
        ? 'symlink'
        : 'other'
  const target = type === 'symlink' && !entry.isEncrypted() ? await readTarget(entry, zip) : undefined
  const mode = unix === 0 ? 0o644 : unix & 0o7777
  return { name: entry.fileName, type, target, mode, encrypted: entry.isEncrypted() }
}

/** A link's target is its content. */
async function readTarget(entry: Entry, zip: ZipFile): Promise<string> {
  if (entry.uncompressedSize > longestTarget)
    throw new WorkError(`has a member ${JSON.stringify(entry.fileName)} that is no link`)
  const chunks: Buffer[] = []
  const content: AsyncIterable<Buffer> = await zip.openReadStreamPromise(entry) // yauzl's streams of content yield buffers
  for await (const chunk of content) chunks.push(chunk)
  return Buffer.concat(chunks).toString('utf8')
}

/** Passes content on and compares its CRC at the end, which yauzl leaves to its users. */
function checkSum(entry: Entry): (chunks: AsyncIterable<Buffer>) => AsyncGenerator<Buffer> {
  return async function* (chunks) {
    let sum = 0
    for await (const chunk of chunks) {
      sum = crc32(chunk, sum)
      yield chunk
    }
    if (sum !== entry.crc32) throw new WorkError(`has a member ${JSON.stringify(entry.fileName)} that is damaged`)
  }
}
