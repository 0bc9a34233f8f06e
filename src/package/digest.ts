import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { open, type FileHandle } from 'node:fs/promises'
import { WorkError } from '../error.js'
import { hashFile } from '../host/file.js'

/** What no signature of OBS's changes: of a deb all of it; of an rpm its header and its payload, which are signed beside. */
export type PackageDigests = { readonly sha256: string } | { readonly header: string; readonly payload: string }

/**
 * The SHA-256 of what a package is whoever has signed it, computed from its bytes. Those of an rpm are what rpm shows as
 * `%{SHA256HEADER}` and `%{PAYLOADDIGEST}` (RPM v4 file format: lead, signature, header, payload). Throws a
 * {@link WorkError} for a file that is no rpm.
 */
export async function readPackageDigests(file: string): Promise<PackageDigests> {
  if (!file.endsWith('.rpm')) return { sha256: await hashFile(file, 'sha256') }
  const handle = await open(file)
  try {
    const signature = leadSize + (await readHeaderSize(handle, leadSize, file))
    // The signature alone is filled up to a multiple of eight.
    const start = Math.ceil(signature / 8) * 8
    const end = start + (await readHeaderSize(handle, start, file))
    return { header: await hashPart(file, start, end - 1), payload: await hashPart(file, end) }
  } finally {
    await handle.close()
  }
}

const leadSize = 96
const magic = Buffer.from('8eade801', 'hex')

/** The bytes of a header that begins at an offset: what introduces it, its index and its data. */
async function readHeaderSize(handle: FileHandle, offset: number, file: string): Promise<number> {
  const { buffer, bytesRead } = await handle.read(Buffer.alloc(16), 0, 16, offset)
  if (bytesRead < 16 || !buffer.subarray(0, 4).equals(magic)) throw new WorkError(`${file} is no rpm, or a damaged one.`)
  return 16 + 16 * buffer.readUInt32BE(8) + buffer.readUInt32BE(12)
}

async function hashPart(file: string, start: number, end?: number): Promise<string> {
  const hash = createHash('sha256')
  // A stream of a file without an encoding yields buffers.
  for await (const chunk of createReadStream(file, { start, ...(end === undefined ? {} : { end }) }) as AsyncIterable<Buffer>)
    hash.update(chunk)
  return hash.digest('hex')
}
