import { stat } from 'node:fs/promises'
import { WorkError } from '../error.js'
import { hashFile } from '../host/file.js'
import type { Host } from '../host/host.js'
import { createReadStream, createWriteStream } from 'node:fs'
import { extname } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { createGunzip } from 'node:zlib'
import { complaint, runTool, type Tool } from '../host/tool.js'

export type ChecksumType = 'sha1' | 'sha256' | 'sha512'

/** What a repository says of a file: its size in bytes and its digest in hex. */
export interface Stated {
  readonly size?: number | undefined
  readonly algorithm: ChecksumType
  readonly digest: string
}

/** An index on this machine: its open form, and what disagrees with the signed statement about it. */
export interface IndexFile {
  readonly open?: string
  readonly problem?: string
}

/** Compares a downloaded index, and its open form when something is stated of it, with what the repository says. */
export async function inspectIndex(file: string, stated: Stated, statedOpen: Stated | undefined, host: Host): Promise<IndexFile> {
  const problem = await compareFile(file, stated)
  if (problem !== undefined) return { problem }
  if (openName(file) === file) return { open: file }
  try {
    const open = await decompress(file, host)
    const openProblem = statedOpen === undefined ? undefined : await compareFile(open, statedOpen)
    return openProblem === undefined ? { open } : { problem: `decompressed, it ${openProblem}` }
  } catch (error) {
    if (error instanceof WorkError) return { problem: error.message }
    throw error
  }
}

/** What of a file differs from what is stated; undefined when nothing does. */
export async function compareFile(file: string, stated: Stated): Promise<string | undefined> {
  const { size } = await stat(file)
  const digest = await hashFile(file, stated.algorithm)
  if (digest === stated.digest.toLowerCase() && (stated.size === undefined || size === stated.size)) return undefined
  return `has ${size} bytes with ${stated.algorithm} ${digest}, where ${stated.size ?? 'any number of'} bytes with ${stated.digest} are stated`
}

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
