import type { LoadedConfig } from '../config/config.js'
import type { Architecture, Package } from '../config/schema.js'
import { namesOf } from '../release/architecture.js'
import type { PlannedPackage } from '../release/plan.js'

/** One program to be found: where the config says it is. */
export interface Wanted {
  readonly package: string
  readonly binary: string
  readonly architecture: Architecture
  readonly source: Package['source']
  readonly values: Readonly<Record<string, string>>
}

/** A file found for a program. */
export interface Found {
  readonly file: string
  /** What to call it in messages: its URL or path. */
  readonly origin: string
  /** The digest that its origin states. */
  readonly expected: string | undefined
}

export interface BinaryRequest {
  readonly config: LoadedConfig
  readonly package: PlannedPackage
  /** A local folder that takes the place of the config's source. */
  readonly folder: string | undefined
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
