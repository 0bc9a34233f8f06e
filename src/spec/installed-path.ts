import { isGlob } from '../glob.js'
import { isManual } from '../plan/expectation.js'
import type { PlannedFile } from '../plan/plan.js'
import { escapeName, macroPath } from './macro.js'

/** The path of a file with the macros of well-known folders; a pattern for several files. */
export function installedPath(file: PlannedFile): string {
  const path = macroPath(file.path)
  const compressed = isManual(file.path) ? '.gz' : ''
  if ((file.kind === 'binary' || file.kind === 'member') && isGlob(file.name))
    return `${path}${escapeName(file.name.slice(file.name.lastIndexOf('/') + 1))}${compressed}`
  return `${path}${compressed}`
}
