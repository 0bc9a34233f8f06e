/** What a made-up program of Go is like. */
export interface GoRecipe {
  readonly go: string
  readonly info: string
  readonly bits?: 32 | 64
  readonly endian?: 'little' | 'big'
  /** 2 when the texts are in place. */
  readonly flags?: number
  /** The length that is stated of the modules' text. Default: the right one. */
  readonly length?: number
  /** The size that is stated of the data. Default: the right one. */
  readonly size?: number
}

function uvarint(value: number): number[] {
  return value < 128 ? [value] : [(value % 128) | 0x80, ...uvarint(Math.floor(value / 128))]
}

/** An ELF file with one segment of data and the build info in it, as the linker of Go writes it. */
export function makeGoProgram({ go, info, bits = 64, endian = 'little', flags = 2, length, size }: GoRecipe): Buffer {
  const framed = Buffer.concat([Buffer.alloc(16, 'a'), Buffer.from(info), Buffer.alloc(16, 'z')])
  const data = Buffer.concat([
    Buffer.alloc(16),
    Buffer.from('\xff Go buildinf:', 'latin1'),
    Buffer.from([bits / 8, flags]),
    Buffer.alloc(16),
    Buffer.from([...uvarint(go.length), ...Buffer.from(go), ...uvarint(length ?? framed.length)]),
    framed,
  ])
  const head = Buffer.alloc(128)
  const put = (at: number, value: number, size: number) =>
    endian === 'big' ? head.writeUIntBE(value, at, size) : head.writeUIntLE(value, at, size)
  /** The lower half of a number of 64 bits. */
  const putLong = (at: number, value: number) => put(endian === 'big' ? at + 4 : at, value, 4)
  head.set([0x7f, 0x45, 0x4c, 0x46, bits / 32, endian === 'big' ? 2 : 1])
  if (bits === 64) {
    putLong(32, 64) // e_phoff
    put(54, 56, 2) // e_phentsize
    put(56, 1, 2) // e_phnum
    put(64, 1, 4) // PT_LOAD
    put(68, 6, 4) // readable, writable
    putLong(72, 128) // p_offset
    putLong(96, size ?? data.length) // p_filesz
  } else {
    put(28, 52, 4)
    put(42, 32, 2)
    put(44, 1, 2)
    put(52, 1, 4)
    put(56, 128, 4)
    put(68, data.length, 4)
    put(76, 6, 4)
  }
  return Buffer.concat([head, data])
}
