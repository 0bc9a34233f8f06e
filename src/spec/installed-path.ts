import { isGlob, readTree } from '../glob.js'
import { isToCompress } from '../plan/expectation.js'
import type { PlannedFile } from '../plan/plan.js'
import { escapeName, macroPath } from './macro.js'

/** The path of a file with the macros of well-known folders; a pattern for several files, a folder for a tree. */
export function installedPath(file: PlannedFile): string {
  const path = macroPath(file.path)
  if (file.kind === 'tree') return path.replace(/\/$/, '')
  const compressed = isToCompress(file) ? '.gz' : ''
  if ((file.kind === 'binary' || file.kind === 'member') && isGlob(file.name))
    return readTree(file.name) === undefined ? `${path}${escapeName(lastPart(file.name))}${compressed}` : path.replace(/\/$/, '')
  return `${path}${compressed}`
}

/** The last part of a path or pattern. */
export function lastPart(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1)
}
