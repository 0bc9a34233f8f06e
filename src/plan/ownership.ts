import type { PlannedFile } from './plan.js'

/** Whether a file belongs to somebody else than root. */
export function isOwned({ owner, group }: PlannedFile): boolean {
  return owner !== 'root' || group !== 'root'
}

/**
 * The mode that a file is packed with. A deb's files are root's until its postinst gives them away, and must not run as
 * root until then; an rpm takes the mode of such a file from the list of files.
 */
export function unpackedMode(file: PlannedFile): string {
  return isOwned(file) ? file.mode.replace(/^[2-7]/, (digit) => String(Number(digit) & 1)) : file.mode
}
