import { createReadStream, createWriteStream } from 'node:fs'
import { extname } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { createGunzip } from 'node:zlib'
import { WorkError } from '../error.js'
import type { Host } from '../host/host.js'
import { complaint, runTool, type Tool } from '../host/tool.js'

/** Node below 22.15 knows no zstd and none knows xz, so these are left to their tools. */
const tools: Readonly<Record<string, Tool>> = { '.xz': 'xz', '.zst': 'zstd', '.bz2': 'bzip2' }

/** The path without its compression's suffix; the path itself when it has none. */
export function openName(path: string): string {
  return path.replace(/\.(gz|xz|zst|bz2)$/, '')
}

/** Writes the open form of a compressed file beside it, where nothing may be yet, and returns its path. Throws a {@link WorkError} for a damaged file. */
export async function decompress(file: string, host: Host): Promise<string> {
  const open = openName(file)
  const tool = tools[extname(file)]
  if (tool !== undefined) {
    const result = await runTool(host, tool, ['--decompress', '--keep', file])
    if (result.code !== 0) throw new WorkError(`cannot be decompressed: ${complaint(result, /./)}`)
  } else if (open !== file) {
    await pipeline(createReadStream(file), createGunzip(), createWriteStream(open)).catch((error: unknown) => {
      throw new WorkError(`cannot be decompressed: ${error instanceof Error ? error.message : String(error)}`, { cause: error })
    })
  }
  return open
}
