import { join } from 'node:path'
import { expandTemplate } from '../config/template.js'
import type { LoadedConfig } from '../config/config.js'
import type { Architecture, Package } from '../config/schema.js'
import { WorkError } from '../error.js'
import { hashFile } from '../host/file.js'
import type { Host } from '../host/host.js'
import { namesOf } from '../release/architecture.js'
import type { PlannedPackage } from '../release/plan.js'
import { fetchBinary } from './download.js'
import { findLocal } from './folder.js'

/** A program as its project published it, on this machine. */
export interface Binary {
  readonly name: string
  readonly architecture: Architecture
  readonly file: string
  readonly sha256: string
}

export interface BinaryRequest {
  readonly config: LoadedConfig
  readonly package: PlannedPackage
  /** A local folder that takes the place of the config's source. */
  readonly folder: string | undefined
}

/** One program to be found: where the config says it is. */
export interface Wanted {
  readonly package: string
  readonly binary: string
  readonly architecture: Architecture
  readonly source: Package['source']
  readonly values: Readonly<Record<string, string>>
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

/** A file found for a program. */
export interface Found {
  readonly file: string
  /** What to call it in messages: its URL or path. */
  readonly origin: string
  /** The digest that its origin states. */
  readonly expected: string | undefined
}

/** The programs of a package, each for each architecture. */
export function listWanted({ config, package: planned }: BinaryRequest): readonly Wanted[] {
  const pkg = config.config.packages[planned.name]
  if (!pkg) throw new Error(`the plan names ${planned.name}, which the config lacks`)
  const binaries = pkg.files.flatMap((file) => ('binary' in file ? [file.binary] : []))
  return planned.architectures.flatMap((architecture) => {
    const { go, deb, obs } = namesOf(architecture)
    return binaries.map((binary) => ({
      package: planned.name,
      binary,
      architecture,
      source: pkg.source,
      values: {
        version: planned.version.upstream,
        'package-version': planned.version.package,
        minor: planned.version.minor,
        package: planned.name,
        binary,
        goarch: go,
        arch: obs,
        debarch: deb,
      },
    }))
  })
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
