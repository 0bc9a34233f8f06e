import { createHash } from 'node:crypto'
import type { Header } from 'tar-stream'
import { WorkError } from '../error.js'
import type { Environment } from '../host/environment.js'
import { formatSize } from '../host/measure.js'
import { filterFromFile } from '../host/pipe.js'
import type { PackageFormat } from './package-model.js'
import { readTar, toPath } from './package-tar.js'

/** A path of a payload as its archive has it; the SHA-256 and the first bytes only of regular files and hard links to them. */
export interface PayloadEntry {
  readonly header: Header
  readonly sha256: string | undefined
  readonly head: Buffer | undefined
}

/** How much of a payload is read. */
export interface PayloadLimits {
  /** Bytes when it is open. */
  readonly size: number
  readonly members: number
}

/** The largest payloads of Debian and Fedora, with debugging symbols, are of 4 GiB and 100,000 members. */
const mostPayload: PayloadLimits = { size: 8 * 1024 ** 3, members: 500_000 }
/** Enough to tell a program by (elf(5); PE format, 3.1), of the files that people and units run. */
const headSize = 512
const programFolders = /\/(?:s?bin|libexec)\//

/**
 * Reads the payload of a package by path, whatever compresses it, without unpacking it to disk. Throws a ToolError or
 * WorkError for a damaged one.
 */
export async function readPayload(
  format: PackageFormat,
  file: string,
  env: Environment,
  limits = mostPayload,
): Promise<ReadonlyMap<string, PayloadEntry>> {
  const [program, ...args] = toTar(format, file)
  const entries = new Map<string, PayloadEntry>()
  await readTar(bound(filterFromFile(program, args, file, env), limits.size), async (header, content) => {
    if (entries.size >= limits.members) throw new WorkError(`its payload has more than ${limits.members} members`)
    const read =
      header.type === 'file'
        ? await hash(content, programFolders.test(header.name) ? headSize : 0)
        : { sha256: undefined, head: undefined }
    entries.set(toPath(header.name), { header, ...read })
  })
  return followHardLinks(entries)
}

/** The program that writes a package's payload as tar, given the package as its input. */
export function toTar(format: PackageFormat, file: string): readonly [string, ...string[]] {
  // Given the file as an argument, rpm2archive would write beside it.
  return format === 'deb' ? ['dpkg-deb', '--fsys-tarfile', file] : ['rpm2archive', '--nocompression', '-']
}

async function* bound(content: AsyncIterable<Buffer>, limit: number): AsyncGenerator<Buffer> {
  let size = 0
  for await (const chunk of content) {
    size += chunk.length
    if (size > limit) throw new WorkError(`its payload is larger than ${formatSize(limit)} when it is decompressed`)
    yield chunk
  }
}

async function hash(content: AsyncIterable<Buffer>, most: number): Promise<{ sha256: string; head: Buffer | undefined }> {
  const digest = createHash('sha256')
  let head: Buffer = Buffer.alloc(0)
  for await (const chunk of content) {
    if (head.length < most) head = Buffer.concat([head, chunk.subarray(0, most - head.length)])
    digest.update(chunk)
  }
  return { sha256: digest.digest('hex'), head: most === 0 ? undefined : head }
}

/** A hard link has the content and size of the member that it names. */
function followHardLinks(entries: ReadonlyMap<string, PayloadEntry>): ReadonlyMap<string, PayloadEntry> {
  const followed = new Map(entries)
  for (const [path, { header }] of entries) {
    const first = header.type === 'link' ? entries.get(toPath(header.linkname)) : undefined
    if (first !== undefined)
      followed.set(path, { header: { ...header, type: 'file', size: first.header.size }, sha256: first.sha256, head: first.head })
  }
  return followed
}
