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
  /** Told of a wanted entry, without its end; its bytes are gone afterwards. */
  readonly visit: (entry: Buffer) => void
  readonly onOther?: ((name: string) => void) | undefined
  /** All that is wanted, when it is little and nothing is told of others: then names are compared as bytes. */
  readonly names?: readonly Buffer[] | undefined
}

/** What stands in an entry between two marks, as a string of its own. */
export function cut(entry: Buffer, after: Buffer, before: number): string | undefined {
  const start = entry.indexOf(after)
  if (start < 0) return undefined
  const stop = entry.indexOf(before, start + after.length)
  return entry.toString('utf8', start + after.length, stop < 0 ? entry.length : stop).trim()
}

/** What takes a file part by part, at once: a wait for each part costs more than most parts do. */
export interface Sink<T> {
  readonly write: (chunk: Buffer) => void
  readonly end: () => T
}

/**
 * Scans an index without making text of what nobody wants, so that its size hardly matters. In the end it tells the number
 * of entries and what came after the last one. Throws a {@link WorkError} for an entry that is too large.
 */
export function startScan(shape: EntryShape, scan: Scan): Sink<{ count: number; tail: Buffer }> {
  const { end } = shape
  let rest: Buffer = Buffer.alloc(0)
  let count = 0
  return {
    write(chunk) {
      let at = 0
      if (rest.length > 0) {
        // Of two chunks only the entry is copied that lies across their border, as its end may.
        const before = rest.subarray(-(end.length - 1))
        const across = Buffer.concat([before, chunk.subarray(0, end.length - 1)]).indexOf(end)
        const inside = across >= 0 ? across - before.length : chunk.indexOf(end)
        if (across < 0 && inside < 0) {
          rest = Buffer.concat([rest, chunk])
          requireSmall(rest)
          return
        }
        const whole = inside < 0 ? rest.subarray(0, inside) : Buffer.concat([rest, chunk.subarray(0, inside)])
        count += judge(whole, 0, whole.length, shape, scan)
        at = inside + end.length
      }
      for (let found; (found = chunk.indexOf(end, at)) >= 0; at = found + end.length)
        count += judge(chunk, at, found, shape, scan)
      rest = Buffer.from(chunk.subarray(at))
      requireSmall(rest)
    },
    end: () => ({ count, tail: rest }),
  }
}

/** Hands on an entry that is wanted. Returns 0 for what is none, between two ends. */
function judge(buffer: Buffer, from: number, to: number, { name: key, nameEnd }: EntryShape, scan: Scan): 0 | 1 {
  if (to === from) return 0
  const { names, isWanted, onOther, visit } = scan
  const found = isAt(buffer, from, key) ? from : buffer.subarray(from, to).indexOf(key) + from
  const start = found < from ? -1 : found + key.length
  if (names !== undefined && start >= 0) {
    if (names.some((name) => isAt(buffer, start, name) && buffer[start + name.length] === nameEnd))
      visit(buffer.subarray(from, to))
    return 1
  }
  const stop = start < 0 ? -1 : buffer.indexOf(nameEnd, start)
  const name = start < 0 ? undefined : buffer.toString('latin1', start, stop < 0 || stop > to ? to : stop)
  if (isWanted(name)) visit(buffer.subarray(from, to))
  else if (name !== undefined) onOther?.(name)
  return 1
}

function isAt(buffer: Buffer, start: number, bytes: Buffer): boolean {
  for (let index = 0; index < bytes.length; index++) if (buffer[start + index] !== bytes[index]) return false
  return true
}

function requireSmall(rest: Buffer): void {
  if (rest.length > limits.entry) throw new WorkError(`has an entry of more than ${formatSize(limits.entry)}`)
}
