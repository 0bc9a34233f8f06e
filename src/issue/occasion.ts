import type { Trouble } from './trouble.js'

/** What a run has to tell. */
export interface Occasion {
  /** What the issue is about: the same text each night. */
  readonly subject: string
  /** The first is the one by which the issue is found again. */
  readonly labels: readonly [string, ...string[]]
  readonly trouble: Trouble
  /** The address of the run that tells it; undefined outside of GitHub. */
  readonly run: string | undefined
  /** Where a person starts again what failed. */
  readonly rerun: string | undefined
  /** Such as 2026-01-31. */
  readonly today: string
}
