import { join } from 'node:path'
import type { LoadedConfig } from '../config/config.js'
import type { Compression } from '../source/tarball.js'
import type { Job } from './job.js'
import type { Signer } from './signer.js'

/** What to build, of what and where. */
export interface BuildOrder {
  readonly config: LoadedConfig
  readonly jobs: readonly Job[]
  /** The folder that gets a folder for each format, and `.work`. */
  readonly output: string
  /** A local folder of programs that takes the place of the config's sources. */
  readonly binaries: string | undefined
  /** Of the packages. */
  readonly compression: Compression
  /** The paths of the specs by package. */
  readonly specs: Readonly<Record<string, string>>
  /** Seconds since the epoch by package. */
  readonly times: Readonly<Record<string, number>>
  readonly signer: Signer | undefined
}

/** The folder for what is needed between runs, below the output: specs, sources, logs, stamps. */
export function workFolder(output: string): string {
  return join(output, '.work')
}
