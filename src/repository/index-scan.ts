import { WorkError } from '../error.js'
import { formatSize } from '../host/measure.js'
import { limits } from './limit.js'

/** How entries of an index are told apart: what ends one, and between what its name stands. */
export interface EntryShape {
  readonly end: Buffer
  readonly name: Buffer
  readonly nameEnd: number
}

/** A stanza of Packages. */
export const stanzaShape: EntryShape = { end: Buffer.from('\n\n'), name: Buffer.from('Package: '), nameEnd: 10 }
/** An entry of primary.xml. */
export const primaryShape: EntryShape = { end: Buffer.from('</package>'), name: Buffer.from('<name>'), nameEnd: 60 }

/** What is told of an index as it streams by. */
export interface Scan {
  /** Whether entries of a name are visited; a name of `undefined` is of an entry in which none was found. */
  readonly isWanted: (name: string | undefined) => boolean
  /** Told of a wanted entry, without its end; what is kept of it must be copied. */
  readonly visit: (entry: Buffer) => void
  readonly onOther?: ((name: string) => void) | undefined
}

/** What stands in an entry between two marks, as a string of its own that keeps nothing else in memory. */
export function cut(entry: Buffer, after: Buffer, before: number): string | undefined {
  const start = entry.indexOf(after)
  if (start < 0) return undefined
  const stop = entry.indexOf(before, start + after.length)
  return entry.toString('utf8', start + after.length, stop < 0 ? entry.length : stop).trim()
}

/**
 * Scans an index without making text of what nobody wants, so that its size hardly matters. Resolves to the number of
 * entries and what came after the last one. Throws a {@link WorkError} for an entry that is too large.
 */
export async function scanIndex(
  content: AsyncIterable<Buffer>,
  { end, name: key, nameEnd }: EntryShape,
  { isWanted, visit, onOther }: Scan,
): Promise<{ count: number; tail: Buffer }> {
  let rest: Buffer = Buffer.alloc(0)
  let count = 0
  const take = (buffer: Buffer, from: number, to: number) => {
    if (to === from) return
    count++
    const name = findName(buffer, from, to)
    if (isWanted(name)) visit(buffer.subarray(from, to))
    else if (name !== undefined) onOther?.(name)
  }
  const findName = (buffer: Buffer, from: number, to: number) => {
    const start = buffer.indexOf(key, from) + key.length
    if (start < from + key.length || start > to) return undefined
    const stop = buffer.indexOf(nameEnd, start)
    return buffer.toString('latin1', start, stop < 0 || stop > to ? to : stop)
  }
  for await (const chunk of content) {
    const buffer = rest.length > 0 ? Buffer.concat([rest, chunk]) : chunk
    let at = 0
    // The end may lie across the border of two chunks.
    let searched = Math.max(0, rest.length - end.length)
    for (let found; (found = buffer.indexOf(end, Math.max(at, searched))) >= 0; at = searched = found + end.length)
      take(buffer, at, found)
    rest = Buffer.from(buffer.subarray(at))
    if (rest.length > limits.entry) throw new WorkError(`has an entry of more than ${formatSize(limits.entry)}`)
  }
  return { count, tail: rest }
}
