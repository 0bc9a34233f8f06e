import type { Artifacts } from './artifact.js'
import type { Clock } from './clock.js'
import type { Exec } from './exec.js'
import type { Http } from './http.js'
import type { Log } from './log.js'

/** The folders of a run, absolute. */
export interface Directories {
  /** Where relative paths of inputs start. */
  readonly work: string
  /** For files that end with the job (RUNNER_TEMP). */
  readonly temp: string
  /** For what a later run may use again. */
  readonly cache: string
  /** The suite's own files: presets, schema, the sandbox's parts. */
  readonly suite: string
}

/** Everything outside the process, passed in. */
export interface Host {
  readonly exec: Exec
  readonly http: Http
  readonly clock: Clock
  readonly log: Log
  readonly artifacts: Artifacts
  readonly env: Readonly<Record<string, string | undefined>>
  readonly directories: Directories
  /** The version of the suite. */
  readonly version: string
  /** Sets a variable for the steps that follow and for programs started from now on. */
  exportVariable(name: string, value: string): void
  /** Puts a folder in front of the search path, for the same ones. */
  addPath(folder: string): void
}
