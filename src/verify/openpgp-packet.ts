import { createHash } from 'node:crypto'
import { WorkError } from '../error.js'

/** A packet of OpenPGP (RFC 9580, 4): what it is, its content, and the bytes of both. */
export interface OpenpgpPacket {
  readonly tag: number
  readonly body: Buffer
  readonly bytes: Buffer
}

/** Kinds of packets (RFC 9580, 5). */
export const tags = { signature: 2, secretKey: 5, publicKey: 6, secretSubkey: 7, userId: 13, publicSubkey: 14 } as const

/** Splits what gpg exports into its packets. Throws a {@link WorkError} for what is no OpenPGP. */
export function readPackets(bytes: Buffer): readonly OpenpgpPacket[] {
  const packets: OpenpgpPacket[] = []
  for (let at = 0; at < bytes.length;) {
    const first = bytes[at] ?? 0
    if ((first & 0x80) === 0) throw new WorkError('is no OpenPGP data')
    const isNew = (first & 0x40) !== 0
    const { start, length } = isNew ? readLength(bytes, at + 1) : readOldLength(bytes, at + 1, first & 3)
    const end = start + length
    if (end > bytes.length) throw new WorkError('is cut off OpenPGP data')
    packets.push({
      tag: isNew ? first & 0x3f : (first >> 2) & 0xf,
      body: bytes.subarray(start, end),
      bytes: bytes.subarray(at, end),
    })
    at = end
  }
  return packets
}

/** A length as packets and subpackets have it (RFC 9580, 4.2.1 and 5.2.3.7); parts of unknown length occur in messages alone. */
function readLength(bytes: Buffer, at: number): { start: number; length: number } {
  const first = bytes[at] ?? 0
  if (first < 192) return { start: at + 1, length: first }
  if (first < 224) return { start: at + 2, length: ((first - 192) << 8) + (bytes[at + 1] ?? 0) + 192 }
  if (first === 255 && at + 5 <= bytes.length) return { start: at + 5, length: bytes.readUInt32BE(at + 1) }
  throw new WorkError('is no OpenPGP data of a known length')
}

function readOldLength(bytes: Buffer, at: number, kind: number): { start: number; length: number } {
  if (kind === 3) return { start: at, length: bytes.length - at }
  const size = 2 ** kind
  if (at + size > bytes.length) throw new WorkError('is cut off OpenPGP data')
  return { start: at + size, length: bytes.readUIntBE(at, size) }
}

/** What a signature says of itself. */
export interface SignatureFacts {
  /** RFC 9580, 5.2.1. */
  readonly type: number
  /** RFC 9580, 9.5. */
  readonly digest: number
  /** Milliseconds since the epoch. */
  readonly created: number | undefined
  /** The key's ID in capitals, as far as it is named. */
  readonly issuer: string | undefined
}

/** Reads a signature of version 3, 4 or 6 (RFC 9580, 5.2); undefined for another. */
export function readSignature(body: Buffer): SignatureFacts | undefined {
  const version = body[0]
  if (version === 3 && body.length > 16) {
    return {
      type: body[2] ?? 0,
      created: body.readUInt32BE(3) * 1000,
      issuer: body.toString('hex', 7, 15).toUpperCase(),
      digest: body[16] ?? 0,
    }
  }
  if ((version !== 4 && version !== 6) || body.length < 8) return undefined
  const [size, start] = version === 4 ? [body.readUInt16BE(4), 6] : [body.readUInt32BE(4), 8]
  const hashed = readSubpackets(body.subarray(start, start + size))
  const rest = body.subarray(start + size)
  const open =
    version === 4 && rest.length > 2 ? readSubpackets(rest.subarray(2, 2 + rest.readUInt16BE(0))) : new Map<number, Buffer>()
  const [created, id, fingerprint] = [hashed.get(2), hashed.get(16) ?? open.get(16), hashed.get(33) ?? open.get(33)]
  const issuer = id?.toString('hex') ?? fingerprint?.subarray(1).toString('hex').slice(-16)
  return {
    type: body[1] ?? 0,
    digest: body[3] ?? 0,
    created: created?.length === 4 ? created.readUInt32BE(0) * 1000 : undefined,
    issuer: issuer?.toUpperCase(),
  }
}

function readSubpackets(bytes: Buffer): ReadonlyMap<number, Buffer> {
  const found = new Map<number, Buffer>()
  for (let at = 0; at < bytes.length;) {
    const { start, length } = readLength(bytes, at)
    if (length < 1 || start + length > bytes.length) break
    found.set((bytes[start] ?? 0) & 0x7f, bytes.subarray(start + 1, start + length))
    at = start + length
  }
  return found
}

/** The fingerprint of a key of version 4 or 6, in capitals (RFC 9580, 5.5.4). */
export function fingerprintOf(body: Buffer): string {
  const length = Buffer.alloc(4)
  length.writeUInt32BE(body.length)
  const isNew = body[0] === 6
  const prefix = isNew ? Buffer.concat([Buffer.from([0x9b]), length]) : Buffer.concat([Buffer.from([0x99]), length.subarray(2)])
  return createHash(isNew ? 'sha256' : 'sha1')
    .update(prefix)
    .update(body)
    .digest('hex')
    .toUpperCase()
}

/** The bytes of every armored block of a text, or the bytes themselves when they are not armored (RFC 9580, 6.2). */
export function dearmor(bytes: Buffer): Buffer {
  const text = bytes.toString('latin1').replaceAll('\r\n', '\n')
  if (!text.includes('-----BEGIN PGP ')) return bytes
  const blocks = [...text.matchAll(/^-----BEGIN PGP [A-Z ,0-9]+-----[ \t]*\n(?:[!-9;-~]+: .*\n)*\s*\n([^-]*?)-----END PGP /gm)]
  return Buffer.concat(blocks.map(([, content = '']) => Buffer.from(content.replace(/^=[A-Za-z0-9+/]{4}\s*$/m, ''), 'base64')))
}

/** Armored text of a public key. */
export function armor(bytes: Buffer): string {
  const lines = bytes.toString('base64').match(/.{1,64}/g) ?? []
  const block = [...lines, `=${checksum(bytes).toString('base64')}`].join('\n')
  return `-----BEGIN PGP PUBLIC KEY BLOCK-----\n\n${block}\n-----END PGP PUBLIC KEY BLOCK-----\n`
}

/** CRC-24, which rpm 4.18 insists on (RFC 9580, 6.1). */
function checksum(bytes: Buffer): Buffer {
  let crc = 0xb704ce
  for (const byte of bytes) {
    crc ^= byte << 16
    for (let bit = 0; bit < 8; bit++) crc = (crc & 0x800000) === 0 ? crc << 1 : ((crc << 1) ^ 0x864cfb) & 0xffffff
  }
  return Buffer.from([crc >> 16, crc >> 8, crc])
}
