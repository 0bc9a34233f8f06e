import type { Elf } from '../architecture.js'

/** What a program's first bytes say of it. */
export type Program =
  | { readonly format: 'elf'; readonly kind: Elf }
  /** Go's names of the processors; a universal program has several. */
  | { readonly format: 'macho' | 'pe'; readonly goarchs: readonly string[] }
  | { readonly format: 'script' | 'page' | 'empty' | 'archive' | 'unknown' }

/** Bytes of a program that {@link readProgram} wants to see; fewer are there only at its end. */
export const headSize = 4096

/** Mach-O's cputype (mach/machine.h) and PE's Machine (PE format, 3.3.1). */
const machProcessors: Readonly<Record<number, string>> = { 0x1000007: 'amd64', 0x100000c: 'arm64', 7: '386' }
const peProcessors: Readonly<Record<number, string>> = { 0x8664: 'amd64', 0xaa64: 'arm64', 0x14c: '386' }

/** Recognises a program by its head. No library: the packages there parse whole files for the sake of these few bytes. */
export function readProgram(head: Buffer): Program {
  const magic = head.length < 4 ? 0 : head.readUInt32BE(0)
  if (head.length === 0) return { format: 'empty' }
  if (magic === 0x7f454c46 && head.length >= 20) return { format: 'elf', kind: readElf(head) }
  if (head.toString('latin1', 0, 2) === '#!') return { format: 'script' }
  if (magic === 0xcffaedfe || magic === 0xcefaedfe)
    return { format: 'macho', goarchs: [processor(machProcessors, head.readUInt32LE(4))] }
  if (magic === 0xcafebabe) return { format: 'macho', goarchs: readUniversal(head) }
  if (head.toString('latin1', 0, 2) === 'MZ') return readPe(head)
  if (/^\s*<(?:!doctype|html|\?xml)/i.test(head.toString('latin1', 0, 512))) return { format: 'page' }
  const packed = magic >>> 16 === 0x1f8b || magic === 0xfd377a58 || magic === 0x504b0304 || magic === 0x28b52ffd
  return { format: packed ? 'archive' : 'unknown' }
}

/** EI_CLASS, EI_DATA and e_machine (System V ABI, chapter 4). */
function readElf(head: Buffer): Elf {
  const endian = head[5] === 2 ? 'big' : 'little'
  return { machine: endian === 'big' ? head.readUInt16BE(18) : head.readUInt16LE(18), bits: head[4] === 2 ? 64 : 32, endian }
}

/** The processors of a universal program: its header counts entries of 20 bytes (mach-o/fat.h). */
function readUniversal(head: Buffer): string[] {
  const count = head.length < 8 ? 0 : Math.min(head.readUInt32BE(4), 20)
  return Array.from({ length: count }, (_, index) => 8 + 20 * index)
    .filter((at) => at + 4 <= head.length)
    .map((at) => processor(machProcessors, head.readUInt32BE(at)))
}

function readPe(head: Buffer): Program {
  const at = head.length < 64 ? Infinity : head.readUInt32LE(60)
  if (at + 6 > head.length || head.toString('latin1', at, at + 4) !== 'PE\0\0') return { format: 'unknown' }
  return { format: 'pe', goarchs: [processor(peProcessors, head.readUInt16LE(at + 4))] }
}

function processor(names: Readonly<Record<number, string>>, value: number): string {
  return names[value] ?? `processor 0x${value.toString(16)}`
}
