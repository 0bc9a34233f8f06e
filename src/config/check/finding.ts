import type { Step } from '../document.js'

/** Something wrong with a config that its schema cannot say. */
export interface Finding {
  readonly path: readonly Step[]
  /** The key or the value that is to blame. Default: the value. */
  readonly part?: 'key' | 'value'
  /** A sentence that names the path. */
  readonly message: string
}
