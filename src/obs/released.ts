import type { BuiltFile } from './container.js'

/** A package as users can get it now. */
export interface Released {
  readonly package: string
  readonly project: string
  /** Undefined when the build project publishes itself. */
  readonly container?: string
  /** Version and release by repository: `{ "deb": "1.1.5-1.1" }`. */
  readonly versions: Readonly<Record<string, string>>
  readonly files: readonly BuiltFile[]
  readonly changed: boolean
}
