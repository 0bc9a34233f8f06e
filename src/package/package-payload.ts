import { createHash } from 'node:crypto'
import type { Header } from 'tar-stream'
import type { Environment } from '../host/environment.js'
import { filterFromFile } from '../host/pipe.js'
import type { PackageFormat } from './package-model.js'
import { readTar, toPath } from './package-tar.js'

/** A path of a payload as its archive has it; the SHA-256 only of regular files and hard links to them. */
export interface PayloadEntry {
  readonly header: Header
  readonly sha256: string | undefined
}

/**
 * Reads the payload of a package by path, whatever compresses it, without unpacking it to disk. Throws a ToolError or
 * WorkError for a damaged one.
 */
export async function readPayload(
  format: PackageFormat,
  file: string,
  env: Environment,
): Promise<ReadonlyMap<string, PayloadEntry>> {
  const [program, ...args] = toTar(format, file)
  const entries = new Map<string, PayloadEntry>()
  await readTar(filterFromFile(program, args, file, env), async (header, content) => {
    entries.set(toPath(header.name), { header, sha256: header.type === 'file' ? await hash(content) : undefined })
  })
  return followHardLinks(entries)
}

/** The program that writes a package's payload as tar, given the package as its input. */
export function toTar(format: PackageFormat, file: string): readonly [string, ...string[]] {
  // Given the file as an argument, rpm2archive would write beside it.
  return format === 'deb' ? ['dpkg-deb', '--fsys-tarfile', file] : ['rpm2archive', '--nocompression', '-']
}

async function hash(content: AsyncIterable<Buffer>): Promise<string> {
  const digest = createHash('sha256')
  for await (const chunk of content) digest.update(chunk)
  return digest.digest('hex')
}

/** A hard link has the content and size of the member that it names. */
function followHardLinks(entries: ReadonlyMap<string, PayloadEntry>): ReadonlyMap<string, PayloadEntry> {
  const followed = new Map(entries)
  for (const [path, { header }] of entries) {
    const first = header.type === 'link' ? entries.get(toPath(header.linkname)) : undefined
    if (first !== undefined)
      followed.set(path, { header: { ...header, type: 'file', size: first.header.size }, sha256: first.sha256 })
  }
  return followed
}
