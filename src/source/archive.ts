import { open } from 'node:fs/promises'
import { join } from 'node:path'
import { WorkError } from '../error.js'
import type { Environment } from '../host/environment.js'
import type { Compression } from './compression.js'
import { addMember, standardLimits, type Limits, type Listing, type Member, type RawMember } from './listing.js'
import { selectMembers } from './member-selection.js'
import { tarReader } from './tar-reader.js'
import { zipReader } from './zip-reader.js'

/** What an archive format can do. Both throw a {@link WorkError}, to be read after the archive's name. */
export interface ArchiveReader {
  list(visit: (member: RawMember) => void): Promise<void>
  /** Writes the content of members, by their names, into files that are not there yet. */
  extract(wanted: ReadonlyMap<string, string>): Promise<void>
}

/** A member that was unpacked. */
export interface Unpacked {
  /** What was asked for: a name or a pattern. */
  readonly wanted: string
  /** The name of this one, after stripping. */
  readonly name: string
  /** Empty for a link or a folder. */
  readonly file: string
  readonly executable: boolean
  readonly type?: 'link' | 'folder' | undefined
  readonly target?: string | undefined
}

/**
 * Unpacks members into a folder, under numbers for names, so that no name of an archive becomes a path here. Throws a
 * {@link WorkError}, to be read after the archive's name, with everything that is missing in it.
 * @param wanted names or patterns, after `strip` leading parts are dropped
 */
export async function unpackMembers(
  archive: string,
  strip: number,
  wanted: readonly string[],
  folder: string,
  env: Environment,
  limits: Limits = standardLimits,
): Promise<readonly Unpacked[]> {
  const reader = await openReader(archive, limits, env)
  const listing = new Map<string, Member>()
  await reader.list((member) => addMember(listing, member, limits))
  const selected = select(listing, strip, wanted)
  const files = new Map<string, string>()
  for (const { member, type } of selected)
    if (type === undefined && !files.has(member.name)) files.set(member.name, join(folder, String(files.size)))
  await reader.extract(files)
  return selected.map(({ wanted: asked, name, member, type }) => {
    if (type !== undefined) return { wanted: asked, name, file: '', executable: false, type, target: member.target }
    const file = files.get(member.name) ?? ''
    return { wanted: asked, name, file, executable: (member.mode & 0o100) !== 0 }
  })
}

function select(listing: Listing, strip: number, wanted: readonly string[]) {
  const problems: string[] = []
  const selected = [...new Set(wanted)].flatMap((asked) => {
    const found = selectMembers(listing, strip, asked)
    if (typeof found !== 'string') return found.map((each) => ({ ...each, wanted: asked }))
    problems.push(found)
    return []
  })
  if (problems.length > 0) throw new WorkError(problems.join('; and it '))
  return selected
}

async function openReader(file: string, limits: Limits, env: Environment): Promise<ArchiveReader> {
  const format = detectFormat(await readHead(file))
  if (format === 'zip') return zipReader(file, limits)
  if (format !== undefined) return tarReader(file, format, limits, env)
  throw new WorkError('is no archive that can be read: tar, also with gzip, xz, zstd or bzip2, and zip can')
}

const magics: readonly (readonly [string, Compression | 'zip'])[] = [
  ['1f8b', 'gzip'],
  ['fd377a585a00', 'xz'],
  ['28b52ffd', 'zstd'],
  ['425a68', 'bzip2'],
  ['504b0304', 'zip'],
  ['504b0506', 'zip'],
]

/** The format by the content's first bytes, since names lie; a tar archive says so in its first header (POSIX ustar). */
function detectFormat(head: Buffer): Compression | 'zip' | undefined {
  const known = magics.find(([magic]) => head.toString('hex').startsWith(magic))
  if (known) return known[1]
  return head.toString('latin1', 257, 262) === 'ustar' ? 'none' : undefined
}

async function readHead(file: string): Promise<Buffer> {
  const handle = await open(file)
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(512), 0, 512, 0)
    return buffer.subarray(0, bytesRead)
  } finally {
    await handle.close()
  }
}
