import type { ArchitectureNames } from '../architecture.js'
import type { Format } from '../format.js'
import type { PackageModel } from '../package/package-model.js'
import type { Base } from '../plan/base.js'
import type { ExpectedFile } from '../plan/expectation.js'

/** What a published repository is asked to prove, in the order in which it is proved. */
export const checks = ['metadata', 'signatures', 'presence', 'payload', 'install', 'delivery'] as const
export type Check = (typeof checks)[number]

/** A package that the repository must hold. */
export interface ExpectedCell {
  readonly package: string
  /** The package's version without release, e.g. `1.30.0~alpha.2`, with `epoch:` in front when it has one. */
  readonly version: string
  /** The same as its project writes it, when that is known. */
  readonly upstream?: string
  /** What a person wrote for the version: perhaps one as the index has it, release and all. */
  readonly literal?: string
  /** The exact release, when known; otherwise exactly one release of the version must be there. */
  readonly release?: string
  readonly architecture: ArchitectureNames
  readonly files: readonly ExpectedFile[]
  /** Judges the whole payload by what the plan declares: a clause for each difference. Undefined without a plan. */
  readonly declared?: (model: PackageModel) => readonly string[]
}

/** What a repository may hold beside the expected packages. */
export interface Expectations {
  /** Why a package must not be in it, as a clause about the package; undefined for one that may. */
  readonly object: (name: string, version: string | undefined) => string | undefined
}

export interface VerifyRequest {
  readonly format: Format
  /**
   * The folder that holds repodata/, or the address of a deb repository: the folder that holds Release, with `/dists/SUITE` in
   * it perhaps followed by a component, or `URI SUITE COMPONENT…`.
   */
  readonly url: string
  /** Origins beside the repository's own that its metadata may lead to. Default: none. */
  readonly otherHosts?: readonly string[]
  /** Where the same repository lies behind the download network. */
  readonly originUrl?: string | undefined
  /** The address of another repository that users have configured as well, such as that of the minor before. */
  readonly beside?: string | undefined
  readonly expectations?: Expectations
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

/** A file that users write: its path and its content. */
export interface Snippet {
  readonly path: string
  readonly text: string
  /** The key that apt must have first: where it is published, and where the file above looks for it. */
  readonly key?: { readonly url: string; readonly path: string }
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
  /** What users write to have the repository, as installs are tried with it. */
  readonly snippet?: Snippet
  /** Undefined when it is about the repository itself. */
  readonly cell?: ResultCell
  /** The builder of the plan whose repository it is about; undefined without a plan. */
  readonly builder?: string
  /**
   * What was seen and must be the same in a later run: `digest`, `suite`, the `fingerprint` of the key; what names a package:
   * `file`, `sha256`; and when the key `expires`.
   */
  readonly facts?: Readonly<Record<string, string>>
  /** The download host failed, so a later run may see something else. */
  readonly unavailable?: boolean
}
