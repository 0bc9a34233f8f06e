import { stat } from 'node:fs/promises'
import { WorkError } from '../error.js'
import { hashFile } from '../host/file.js'
import type { Host } from '../host/host.js'
import { decompress, openName } from './decompress.js'

export type Algorithm = 'sha1' | 'sha256' | 'sha512'

/** What a repository says of a file: its size in bytes and its digest in hex. */
export interface Stated {
  readonly size?: number | undefined
  readonly algorithm: Algorithm
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
