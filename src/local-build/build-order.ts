import { join } from 'node:path'
import type { ArchitectureNames } from '../architecture.js'
import type { Effort } from '../source/tarball.js'
import { specFor } from '../plan/variant.js'
import { specKey } from '../source/spec-file.js'
import type { Job } from './job.js'
import type { Signer } from './signer.js'

/** What to build, of what and where. */
export interface BuildOrder {
  readonly known: readonly ArchitectureNames[]
  readonly jobs: readonly Job[]
  /** The folder that gets a folder for each format, and `.work`. */
  readonly output: string
  /** A local folder of programs that takes the place of the config's sources. */
  readonly binaries: string | undefined
  /** Of the packages. */
  readonly compression: Effort
  /** The paths of the specs as writeSpecs names them. */
  readonly specs: Readonly<Record<string, string>>
  readonly signer: Signer | undefined
}

/** The folder for what is needed between runs, below the output: specs, sources, logs, stamps. */
export function workFolder(output: string): string {
  return join(output, '.work')
}

/** The path of the spec that a job is made by. */
export function specOf({ package: planned, builder = '' }: Job, { specs }: Pick<BuildOrder, 'specs'>): string {
  const spec = specs[specKey(planned, specFor(planned, builder).builder)]
  if (spec === undefined) throw new Error(`there is no spec of ${planned.name}`)
  return spec
}
