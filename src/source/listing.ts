import { posix } from 'node:path'
import { WorkError } from '../error.js'
import { climbs, isAbsolute } from '../host/archive-path.js'
import { formatSize } from '../host/measure.js'

/** A member of an archive as the archive describes it. */
export interface RawMember {
  readonly name: string
  readonly type: 'file' | 'folder' | 'symlink' | 'hardlink' | 'other'
  /** What a link names. */
  readonly target?: string | undefined
  /** Permission bits. */
  readonly mode: number
  readonly encrypted?: boolean
}

/** A member under its normal path, without `./` and the like. */
export interface Member extends RawMember {
  readonly path: string
}

/** The members of an archive by path. */
export type Listing = ReadonlyMap<string, Member>

/** What an archive may ask of this machine. */
export interface Limits {
  readonly members: number
  /** Bytes unpacked, all members and their headers together. */
  readonly bytes: number
  /** Unpacked for each packed byte, once more than a 40th of `bytes` is unpacked. */
  readonly ratio: number
}

export const standardLimits: Limits = { members: 100_000, bytes: 4 * 1024 ** 3, ratio: 200 }

const longestName = 4096

/**
 * Adds a member to a listing, or refuses what no honest project publishes: a path or link that leads out of the
 * archive, a device, two members of one path, encryption, too many members. Throws a {@link WorkError} that names it.
 */
export function addMember(listing: Map<string, Member>, raw: RawMember, limits: Limits): void {
  const path = posix.normalize(raw.name).replace(/\/+$/, '')
  const reason = objection(raw, path, listing)
  if (reason !== undefined) throw new WorkError(`has a member ${JSON.stringify(raw.name.slice(0, 200))} ${reason}`)
  listing.set(path, { ...raw, path })
  if (listing.size > limits.members) throw new WorkError(`has more than ${limits.members} members`)
}

/** Refuses an archive that unpacks to more than is allowed. Throws a {@link WorkError}. */
export function checkSize(unpacked: number, packed: number, { bytes, ratio }: Limits): void {
  if (unpacked > bytes) throw new WorkError(`unpacks to more than ${formatSize(bytes)}`)
  if (unpacked > bytes / 40 && unpacked > packed * ratio)
    throw new WorkError(`unpacks to more than ${ratio} times its size, as only a bomb does`)
}

function objection(member: RawMember, path: string, listing: Listing): string | undefined {
  const { name, type, target = '', encrypted = false } = member
  if (name.length + target.length > longestName) return 'whose name is too long'
  if (isAbsolute(name) || climbs(name)) return 'that leads out of the archive'
  if (type === 'other') return 'that is a device, a pipe or of an unknown kind'
  if (encrypted) return 'that is encrypted'
  const base = type === 'symlink' ? posix.dirname(path) : '.'
  if ((type === 'symlink' || type === 'hardlink') && (isAbsolute(target) || climbs(`${base}/${target}`)))
    return `that is a link out of the archive, to ${JSON.stringify(target)}`
  const other = listing.get(path)
  return other && !(other.type === 'folder' && type === 'folder') ? 'twice' : undefined
}
