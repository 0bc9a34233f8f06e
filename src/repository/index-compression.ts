import { pipeline } from 'node:stream/promises'
import { Readable } from 'node:stream'
import { createGunzip } from 'node:zlib'
import { ToolError, WorkError } from '../error.js'
import type { Host } from '../host/host.js'
import { formatSize } from '../host/measure.js'
import { filterStream } from '../host/pipe.js'
import { complaint, type Tool } from '../host/tool.js'

/** Node below 22.15 knows no zstd and none knows xz, so these are left to their tools. */
const tools: Readonly<Record<string, Tool>> = { xz: 'xz', lzma: 'xz', zst: 'zstd', bz2: 'bzip2' }

/** apt and libsolv read the first stream of several and no more. */
const own: Readonly<Record<string, readonly string[]>> = { xz: ['--single-stream'], lzma: ['--format=lzma'] }

/** Suffixes of compressions, the one that costs least to read first. */
export const compressions = ['gz', 'zst', 'xz', 'bz2', 'lzma'] as const

/** The path without its compression's suffix; the path itself when it has none. */
export function openName(path: string): string {
  return path.replace(/\.(gz|xz|zst|bz2|lzma)$/, '')
}

/**
 * Hands on the open form of a compressed file as it comes, by the suffix of its path; of one without a known suffix the file
 * itself. Throws a {@link WorkError} for a damaged one and, as soon as more than the limit has come, for one that is too large.
 * @param limit bytes
 */
export async function decompress(
  path: string,
  content: AsyncIterable<Buffer>,
  limit: number,
  host: Host,
  take: (chunk: Buffer) => void,
): Promise<void> {
  let size = 0
  const takeBounded = (chunk: Buffer) => {
    size += chunk.length
    if (size > limit) throw new WorkError(`is larger than ${formatSize(limit)} when it is decompressed, the most that is read`)
    take(chunk)
  }
  try {
    const suffix = /\.(\w+)$/.exec(path)?.[1] ?? ''
    for await (const chunk of openStream(suffix, content, host)) takeBounded(chunk)
  } catch (error) {
    throw explain(error)
  }
}

function openStream(suffix: string, content: AsyncIterable<Buffer>, host: Host): AsyncIterable<Buffer> {
  const tool = tools[suffix]
  if (tool !== undefined) {
    const args = ['--decompress', '--stdout', ...(own[suffix] ?? []), ...memoryLimit(tool)]
    return filterStream(tool, args, content, host.env)
  }
  if (suffix !== 'gz') return content
  const gunzip = createGunzip({ chunkSize: 1 << 18 })
  // Its end and its errors reach the reader of the stream.
  pipeline(Readable.from(content, { objectMode: false }), gunzip).catch(() => undefined)
  // A stream without an encoding yields buffers.
  return gunzip as AsyncIterable<Buffer>
}

/** A file may ask for a dictionary of gigabytes. */
function memoryLimit(tool: Tool): readonly string[] {
  if (tool === 'xz') return ['--memlimit-decompress=200MiB']
  return tool === 'zstd' ? ['--memory=200MB'] : []
}

function explain(error: unknown): unknown {
  if (error instanceof ToolError && error.code === undefined) return error
  if (error instanceof ToolError) {
    const told = complaint({ code: error.code ?? 1, stdout: '', stderr: error.stderr }, /./).replaceAll('(stdin): ', '')
    return new WorkError(`cannot be decompressed: ${told}`, { cause: error })
  }
  // An error of another realm is no instance of ours.
  if (typeof error !== 'object' || error === null || !('code' in error) || !('message' in error)) return error
  const isDamage = typeof error.code === 'string' && error.code.startsWith('Z_')
  return isDamage ? new WorkError(`cannot be decompressed: ${String(error.message)}`, { cause: error }) : error
}
