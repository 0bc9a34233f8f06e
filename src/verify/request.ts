import type { ArchitectureNames } from '../architecture.js'
import type { Format } from '../format.js'
import type { ExpectedFile } from '../plan/expectation.js'

/** What a published repository is asked to prove, in the order in which it is proved. */
export const checks = ['metadata', 'signatures', 'presence', 'payload', 'install'] as const
export type Check = (typeof checks)[number]

/** A package that the repository must hold. */
export interface ExpectedCell {
  readonly package: string
  /** The package's version without release, e.g. `1.30.0~alpha.2`, with `epoch:` in front when it has one. */
  readonly version: string
  /** The exact release, when known; otherwise exactly one release of the version must be there. */
  readonly release?: string
  readonly architecture: ArchitectureNames
  readonly files: readonly ExpectedFile[]
}

export interface VerifyRequest {
  readonly format: Format
  /** The repository's root: the folder that holds Release (a flat deb repository) or repodata/. */
  readonly url: string
  /** The armored public key that users trust; by default the one that the repository publishes, and the result says so. */
  readonly key?: string
  readonly cells: readonly ExpectedCell[]
  readonly checks: ReadonlySet<Check>
  /** The architectures of the cells to be installed, in OBS's names; by default all. */
  readonly installArchitectures?: readonly string[]
  /** Milliseconds since the epoch: until then whatever a slow download network explains is looked at again. */
  readonly deadline: number
}

/** What one check saw on one subject, e.g. `deb runc 1.1.15 arm64`. */
export interface CheckResult {
  readonly check: Check
  readonly subject: string
  readonly passed: boolean
  /** One sentence: the facts seen, or what is wrong and what to do. */
  readonly evidence: string
}
