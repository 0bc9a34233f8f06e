import { crc32, deflateRawSync } from 'node:zlib'

/** A member of a zip archive. */
export interface ZipMember {
  readonly name: string
  readonly content?: string
  /** st_mode, kind included; undefined for an archive made on DOS. */
  readonly mode?: number
  /** What the directory says, in place of the truth. */
  readonly size?: number
  readonly crc?: number
  readonly encrypted?: boolean
  /** Compressed; otherwise stored. */
  readonly deflated?: boolean
}

/** Writes a zip archive (APPNOTE 4.3), an honest one or not. */
export function fakeZip(members: readonly ZipMember[]): Buffer {
  const parts: Buffer[] = []
  const directory: Buffer[] = []
  let offset = 0
  for (const { name, content = '', mode, size, crc, encrypted = false, deflated = false } of members) {
    const text = Buffer.from(content)
    const packed = deflated ? deflateRawSync(text) : text
    const data = encrypted ? Buffer.concat([Buffer.alloc(12), packed]) : packed
    const common = Buffer.alloc(26)
    common.writeUInt16LE(20, 0)
    common.writeUInt16LE(encrypted ? 1 : 0, 2)
    common.writeUInt16LE(deflated ? 8 : 0, 4)
    common.writeUInt32LE(crc ?? crc32(text), 10)
    common.writeUInt32LE(data.length, 14)
    common.writeUInt32LE(size ?? text.length, 18)
    common.writeUInt16LE(Buffer.byteLength(name), 22)
    const local = Buffer.concat([Buffer.from('PK\x03\x04'), common, Buffer.from(name), data])
    const rest = Buffer.alloc(14)
    rest.writeUInt32LE(((mode ?? 0) << 16) >>> 0, 6)
    rest.writeUInt32LE(offset, 10)
    const maker = Buffer.from([20, mode === undefined ? 0 : 3])
    directory.push(Buffer.concat([Buffer.from('PK\x01\x02'), maker, common, rest, Buffer.from(name)]))
    parts.push(local)
    offset += local.length
  }
  const length = directory.reduce((sum, each) => sum + each.length, 0)
  const end = Buffer.alloc(18)
  end.writeUInt16LE(members.length, 4)
  end.writeUInt16LE(members.length, 6)
  end.writeUInt32LE(length, 8)
  end.writeUInt32LE(offset, 12)
  return Buffer.concat([...parts, ...directory, Buffer.from('PK\x05\x06'), end])
}
