import type { CheckRow } from '../report/rows.js'
import type { State } from '../verify/request.js'
import type { Place } from './line-place.js'

/** How often the checks of something ended how. */
export type Counts = Readonly<Partial<Record<State, number>>>

/** What the last verification of one builder's repository saw of a version. */
export interface BuilderChecks {
  /** Its name, or the format where no plan says more. */
  readonly builder: string
  /** ISO time. */
  readonly at: string
  readonly counts: Counts
  /** That packages were found for, as the format names them. */
  readonly architectures: readonly string[]
  /** Undefined of versions that are old news. */
  readonly rows?: readonly CheckRow[]
}

/** What a promotion says of a version. */
export interface Promotion {
  readonly state: 'published' | 'recorded' | 'yanked'
  readonly reason?: string
  /** ISO time. */
  readonly at: string
}

/** A version, as far as reports tell. */
export interface VersionStatus {
  /** As its project writes it. */
  readonly version: string
  readonly promotion?: Promotion
  readonly checks: readonly BuilderChecks[]
}

/** A key that signs a repository. */
export interface KeyStatus {
  readonly fingerprint: string
  /** A date; missing when it never does. */
  readonly expires?: string
}

/** How the newest run that was to publish ended. */
export interface RunStatus {
  readonly version: string
  readonly at: string
  readonly state: string
  readonly sentence: string
}

/** One repository that users have: a channel, or a minor of it. */
export interface LineStatus extends Place {
  readonly keys: readonly KeyStatus[]
  readonly run?: RunStatus
  /** The newest first. */
  readonly versions: readonly VersionStatus[]
}

/** What happened to something, for the history and the feed. */
export interface StatusEvent extends Place {
  readonly at: string
  readonly kind: 'published' | 'failed' | 'mended' | 'yanked' | 'key' | 'run'
  /** One sentence. */
  readonly text: string
}

/** Everything that a site tells; it carries its own history, as status.json. */
export interface Status {
  readonly kind: 'status'
  readonly format: 1
  readonly lines: readonly LineStatus[]
  /** The newest first. */
  readonly events: readonly StatusEvent[]
}

export const emptyStatus: Status = { kind: 'status', format: 1, lines: [], events: [] }
