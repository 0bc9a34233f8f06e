import type { BuiltFile } from './container.js'
import type { Versions } from './version.js'

/** A package as users can get it now. */
export interface Released {
  readonly package: string
  readonly project: string
  /** Undefined when the build project publishes itself. */
  readonly container?: string
  readonly versions: Versions
  readonly files: readonly BuiltFile[]
  readonly changed: boolean
}
