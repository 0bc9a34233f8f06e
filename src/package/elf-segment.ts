import type { FileHandle } from 'node:fs/promises'

/** A part of a file. */
export interface Segment {
  readonly offset: number
  readonly size: number
}

/** More headers than any linker writes. */
const mostHeaders = 1024
const load = 1
const [executable, writable] = [1, 2]

/**
 * Where a linker of Go may have put the build info: the section of that name, and the data, in which it lies where a tool has
 * taken the sections away. Nothing for a file that is no ELF.
 */
export async function findGoSegments(handle: FileHandle): Promise<readonly Segment[]> {
  const elf = await openElf(handle)
  if (elf === undefined) return []
  const section = await findSection(elf, '.go.buildinfo')
  const found = [...(section === undefined ? [] : [section]), ...(await listData(elf))]
  // What a header states is no promise.
  return found.flatMap(({ offset, size }) => (offset < elf.size ? [{ offset, size: Math.min(size, elf.size - offset) }] : []))
}

/** Reads an ELF file's numbers, whose places and sizes depend on its class (System V ABI, chapters 4 and 5). */
interface Elf {
  /** Of the whole file. */
  readonly size: number
  readonly is64: boolean
  readonly head: Buffer
  readonly word: (from: Buffer, at: number) => number
  readonly half: (from: Buffer, at: number) => number
  /** A number of 32 or 64 bits. */
  readonly address: (from: Buffer, at: number) => number
  readonly bytes: (offset: number, size: number) => Promise<Buffer>
}

async function openElf(handle: FileHandle): Promise<Elf | undefined> {
  const { size: whole } = await handle.stat()
  const bytes: Elf['bytes'] = async (offset, size) => {
    if (offset >= whole) return Buffer.alloc(size)
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(size), 0, size, offset)
    return bytesRead < size ? Buffer.concat([buffer.subarray(0, bytesRead), Buffer.alloc(size - bytesRead)]) : buffer
  }
  const head = await bytes(0, 64)
  if (head.readUInt32BE(0) !== 0x7f454c46) return undefined
  const [is64, isBig] = [head[4] === 2, head[5] === 2]
  const word: Elf['word'] = (from, at) => (isBig ? from.readUInt32BE(at) : from.readUInt32LE(at))
  const half: Elf['half'] = (from, at) => (isBig ? from.readUInt16BE(at) : from.readUInt16LE(at))
  const long = (from: Buffer, at: number) => Number(isBig ? from.readBigUInt64BE(at) : from.readBigUInt64LE(at))
  return { size: whole, is64, head, word, half, address: is64 ? long : word, bytes }
}

async function findSection(elf: Elf, wanted: string): Promise<Segment | undefined> {
  const { is64, head, half, word, address, bytes } = elf
  const start = address(head, is64 ? 40 : 32)
  const [size, count, names] = [58, 60, 62].map((at) => half(head, is64 ? at : at - 12)) as [number, number, number] // three places
  if (start === 0 || size < (is64 ? 64 : 40) || count > mostHeaders) return undefined
  const table = await bytes(start, size * count)
  const segmentAt = (index: number): Segment => {
    const at = index * size
    return { offset: address(table, at + (is64 ? 24 : 16)), size: address(table, at + (is64 ? 32 : 20)) }
  }
  if (names >= count) return undefined
  const texts = segmentAt(names)
  if (texts.size > 1024 ** 2) return undefined
  const text = await bytes(texts.offset, texts.size)
  for (let index = 0; index < count; index++) {
    const from = word(table, index * size)
    if (text.toString('latin1', from, from + wanted.length + 1) === `${wanted}\0`) return segmentAt(index)
  }
  return undefined
}

/** What is loaded to be written and not run. */
async function listData({ is64, head, half, word, address, bytes }: Elf): Promise<readonly Segment[]> {
  const start = address(head, is64 ? 32 : 28)
  const [size, count] = [half(head, is64 ? 54 : 42), half(head, is64 ? 56 : 44)]
  if (start === 0 || size < (is64 ? 56 : 32) || count > mostHeaders) return []
  const table = await bytes(start, size * count)
  return Array.from({ length: count }, (_, index) => index * size).flatMap((at) => {
    const flags = word(table, at + (is64 ? 4 : 24))
    if (word(table, at) !== load || (flags & (writable | executable)) !== writable) return []
    return [{ offset: address(table, at + (is64 ? 8 : 4)), size: address(table, at + (is64 ? 32 : 16)) }]
  })
}
