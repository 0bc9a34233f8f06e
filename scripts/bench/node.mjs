import { existsSync } from 'node:fs'
import { join } from 'node:path'

/** The project's folder. */
export const root = join(import.meta.dirname, '..', '..')

const bundled = join(root, 'node_modules', '.bin', 'node')

/** The Node that GitHub runs actions with, when it is installed here, else this one. */
export const node = existsSync(bundled) ? bundled : process.execPath
