import { UserError } from '../error.js'

/**
 * Refuses what is marked `embargoed` anywhere in it, before anything of it is read: a page is public. The message names no
 * version, because logs may be public as well. Throws a {@link UserError}.
 * @param from where the report comes from, by its place in the input: its name may say too much
 */
export function refuseEmbargoed(report: unknown, from: string): void {
  if (isMarked(report))
    throw new UserError(`${from} is marked as embargoed, and a page is public; leave it out until its time has come.`)
}

function isMarked(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false
  if (Array.isArray(value)) return value.some(isMarked)
  return Object.entries(value).some(([key, each]) => (key === 'embargoed' && each !== false) || isMarked(each))
}
