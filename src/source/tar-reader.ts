import { createWriteStream } from 'node:fs'
import { stat } from 'node:fs/promises'
import { pipeline } from 'node:stream/promises'
import type { Header } from 'tar-stream'
import { ToolError, WorkError } from '../error.js'
import type { Environment } from '../host/environment.js'
import { walkTar } from '../host/tar.js'
import type { ArchiveReader } from './archive.js'
import { readCompressed, type Compression } from './compression.js'
import { checkSize, type Limits, type RawMember } from './listing.js'

const types: Readonly<Record<string, RawMember['type']>> = {
  file: 'file',
  'contiguous-file': 'file',
  directory: 'folder',
  symlink: 'symlink',
  link: 'hardlink',
}

/** Reads a tar archive, compressed or not, from its beginning to its end for each request. */
export function tarReader(file: string, compression: Compression, limits: Limits, env: Environment): ArchiveReader {
  const content = () => readCompressed(file, compression, env)
  return {
    list: (visit) => walk(content(), file, limits, (header) => visit(describe(header))),
    extract: (wanted) =>
      walk(content(), file, limits, async ({ name, type }, member) => {
        const target = types[type] === 'file' ? wanted.get(name) : undefined
        if (target !== undefined) await pipeline(member, createWriteStream(target, { flags: 'wx' }))
      }),
  }
}

function describe({ name, type, linkname, mode }: Header): RawMember {
  // The types of tar-stream do not say that a member that is no link has null here.
  return { name, type: types[type] ?? 'other', target: linkname || undefined, mode }
}

async function walk(
  content: AsyncIterable<Buffer>,
  file: string,
  limits: Limits,
  visit: (header: Header, member: AsyncIterable<Buffer>) => Promise<void> | void,
): Promise<void> {
  const packed = (await stat(file)).size
  const counted = async function* () {
    let unpacked = 0
    for await (const chunk of content) {
      checkSize((unpacked += chunk.length), packed, limits)
      yield chunk
    }
  }
  try {
    await walkTar(counted(), visit)
  } catch (error) {
    const missing = error instanceof ToolError && error.code === undefined
    if (error instanceof WorkError || missing) throw error
    throw new WorkError(`cannot be unpacked: ${error instanceof Error ? error.message : String(error)}`, { cause: error })
  }
}
