import { createWriteStream } from 'node:fs'
import { rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { ToolError, WorkError } from '../error.js'
import type { Host } from '../host/host.js'
import { readCompressed, type Compression } from './compression.js'
import { checkSize, standardLimits, type Limits } from './listing.js'
import { makeScratch, storeFile, type Stored } from './store.js'

/** Decompresses a file that is compressed alone into the cache. Throws a {@link WorkError} for one that is not, and for a bomb. */
export async function decompressFile(
  packed: Stored,
  shown: string,
  compression: Compression,
  host: Host,
  limits: Limits = standardLimits,
): Promise<Stored> {
  const folder = await makeScratch(`decompressing ${packed.sha256}`, host)
  try {
    const file = join(folder, '0')
    await pipeline(readLimited(packed.file, compression, host, limits), createWriteStream(file, { flags: 'wx' }))
    return await storeFile(file, {}, host)
  } catch (error) {
    if (error instanceof ToolError && error.code === undefined) throw error
    const reason = error instanceof Error ? error.message : String(error)
    const told = error instanceof WorkError ? reason : `is not compressed as its name says (${compression}): ${reason}`
    throw new WorkError(`${shown} ${told}.`, { cause: error })
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

async function* readLimited(file: string, compression: Compression, host: Host, limits: Limits): AsyncGenerator<Buffer> {
  const { size } = await stat(file)
  let unpacked = 0
  for await (const chunk of readCompressed(file, compression, host.env)) {
    checkSize((unpacked += chunk.length), size, limits)
    yield chunk
  }
}
