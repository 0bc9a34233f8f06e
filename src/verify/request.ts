import type { ArchitectureNames } from '../architecture.js'
import type { Format } from '../format.js'
import type { Base } from '../plan/base.js'
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
  /** The distribution to install into; by default that of the format. */
  readonly base?: Base
  /** Milliseconds since the epoch: until then whatever a slow download network explains is looked at again. */
  readonly deadline: number
}

/**
 * How a check ended: `warning` when it holds today and a stricter or later machine would refuse it, `unproved` when this
 * machine could not find out.
 */
export const states = ['failed', 'unproved', 'warning', 'passed'] as const
export type State = (typeof states)[number]

/** The package that a result is about, as its format writes it. */
export interface ResultCell {
  readonly format: Format
  readonly package: string
  readonly version: string
  readonly architecture: string
}

/** What one check saw on one subject, e.g. `deb runc 1.1.15 arm64`. */
export interface CheckResult {
  readonly check: Check
  readonly subject: string
  readonly state: State
  /** Whether it lets the run succeed. */
  readonly passed: boolean
  /** One sentence: the facts seen, or what is wrong and what to do. */
  readonly evidence: string
  /** What was done to find out, step by step. */
  readonly details?: readonly string[]
  /** Undefined when it is about the repository itself. */
  readonly cell?: ResultCell
}
