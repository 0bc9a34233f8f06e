import { createHash } from 'node:crypto'

/** Numbers of tags of the signature header and of the main one (rpmtag.h). */
export const rpmTags = { sha1: 269, sha256: 273, md5: 1004, payloadDigest: 5092, payloadDigestOpen: 5097 } as const
/** A number that no rpm knows. */
const unknown = { signature: 1099, main: 6999 }

interface Entry {
  readonly at: number
  readonly tag: number
  /** Where its value begins, and how many of its kind there are. */
  readonly value: number
  readonly count: number
}

/** The headers of an rpm (rpm's docs, format/header): the first lies behind the lead of 96 bytes. */
function locate(content: Buffer): { signature: readonly Entry[]; main: readonly Entry[]; start: number; payload: number } {
  const read = (from: number) => {
    const [count, size] = [content.readUInt32BE(from + 8), content.readUInt32BE(from + 12)]
    const store = from + 16 + 16 * count
    const entries = Array.from({ length: count }, (_, index): Entry => {
      const at = from + 16 + 16 * index
      return {
        at,
        tag: content.readUInt32BE(at),
        value: store + content.readUInt32BE(at + 8),
        count: content.readUInt32BE(at + 12),
      }
    })
    return { entries, end: store + size }
  }
  const signature = read(96)
  const start = Math.ceil(signature.end / 8) * 8
  const main = read(start)
  return { signature: signature.entries, main: main.entries, start, payload: main.end }
}

/** Makes an rpm forget tags of one of its headers. */
export function forgetTags(content: Buffer, where: 'signature' | 'main', ...tags: readonly number[]): void {
  for (const { at, tag } of locate(content)[where]) if (tags.includes(tag)) content.writeUInt32BE(unknown[where], at)
}

/** Writes the digests of a header that was changed. */
export function digestAnew(content: Buffer): void {
  const { signature, start, payload } = locate(content)
  const header = content.subarray(start, payload)
  for (const { tag, value } of signature) {
    if (tag === rpmTags.sha1) content.write(createHash('sha1').update(header).digest('hex'), value)
    if (tag === rpmTags.sha256) content.write(createHash('sha256').update(header).digest('hex'), value)
    if (tag === rpmTags.md5) createHash('md5').update(content.subarray(start)).digest().copy(content, value)
  }
}
