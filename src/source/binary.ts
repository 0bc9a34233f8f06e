import { join } from 'node:path'
import { expandTemplate } from '../config/template.js'
import type { Architecture } from '../config/schema.js'
import { WorkError } from '../error.js'
import { hashFile } from '../host/file.js'
import type { Host } from '../host/host.js'
import { fetchBinary } from './download.js'
import { findLocal } from './folder.js'
import { listWanted, type BinaryRequest, type Found, type Wanted } from './wanted.js'

/** A program as its project published it, on this machine. */
export interface Binary {
  readonly name: string
  readonly architecture: Architecture
  readonly file: string
  readonly sha256: string
}

/**
 * Finds every program of a package for every architecture and checks its SHA-256. Throws a UserError for a
 * program that is missing, a WorkError for one whose digest is another.
 */
export async function collectBinaries(request: BinaryRequest, host: Host): Promise<readonly Binary[]> {
  const wanted = listWanted(request)
  const folder = request.folder ?? localFolder(request)
  const files =
    folder === undefined ? await fetchAll(wanted, host) : await findLocal(wanted, folder, request.folder === undefined)
  const binaries: Binary[] = []
  for (const [index, each] of wanted.entries()) {
    const { file, expected, origin } = files[index] ?? missing(each)
    const sha256 = await hashFile(file, 'sha256')
    const stated = typeof each.source.sha256 === 'object' ? each.source.sha256[each.architecture] : undefined
    for (const digest of [expected, stated])
      if (digest !== undefined && digest !== sha256) throw mismatch(each, origin, sha256, digest)
    binaries.push({ name: each.binary, architecture: each.architecture, file, sha256 })
  }
  return binaries
}

function localFolder({ config, package: planned }: BinaryRequest): string | undefined {
  const template = config.config.packages[planned.name]?.source.folder
  return template === undefined ? undefined : join(config.folderOf(['packages', planned.name, 'source', 'folder']), template)
}

async function fetchAll(wanted: readonly Wanted[], host: Host): Promise<readonly Found[]> {
  const found: Found[] = []
  for (const each of wanted) found.push(await fetchBinary(each, expandTemplate(each.source.url ?? '', each.values), host))
  return found
}

function missing({ binary }: Wanted): never {
  throw new Error(`no file was looked up for ${binary}`)
}

function mismatch({ binary, architecture }: Wanted, origin: string, actual: string, expected: string): WorkError {
  return new WorkError(
    `${binary} for ${architecture} from ${origin} has SHA-256 ${actual}, but ${expected} is stated; nothing was packed. Correct the checksum or get the file again.`,
  )
}
