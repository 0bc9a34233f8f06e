import { createHash, type Hash } from 'node:crypto'
import { open } from 'node:fs/promises'

/** The digests that repositories state, the weakest first. */
export const checksumTypes = ['md5', 'sha1', 'sha224', 'sha256', 'sha384', 'sha512'] as const
export type ChecksumType = (typeof checksumTypes)[number]

/** What a repository says of a file: its size in bytes and its digests in lower-case hex. */
export interface Stated {
  readonly size?: number | undefined
  readonly digests: Readonly<Partial<Record<ChecksumType, string>>>
}

/** Counts and hashes what passes by. */
export interface Measurement {
  /** Takes the next part. */
  readonly update: (chunk: Buffer) => void
  /** What differs from what is stated, as a clause about the file; undefined when nothing does. */
  readonly judge: () => string | undefined
}

/** Measures a file by every digest that is stated of it: the weakest too, because somebody's tool goes by that one. */
export function measure(stated: Stated): Measurement {
  const hashes = checksumTypes.flatMap((type): [ChecksumType, string, Hash][] => {
    const digest = stated.digests[type]
    return digest === undefined ? [] : [[type, digest.toLowerCase(), createHash(type)]]
  })
  let size = 0
  return {
    update(chunk) {
      size += chunk.length
      for (const [, , hash] of hashes) hash.update(chunk)
    },
    judge() {
      const differing = hashes.flatMap(([type, digest, hash]) => {
        const found = hash.digest('hex')
        return found === digest ? [] : [`${type} ${found} where ${digest} is stated`]
      })
      if (stated.size !== undefined && size !== stated.size)
        return `has ${size} bytes where ${stated.size} are stated${size < stated.size ? ', so it is cut off or old' : ''}`
      if (differing.length === 0) return undefined
      // When all differ it is another file; when some do, somebody has written them wrong.
      return `has ${size} bytes with ${differing.length === hashes.length ? differing.at(-1) : differing.join(' and ')}`
    },
  }
}

/** The strongest digest that is stated, as `sha256 ab…`; for messages. */
export function describeStated({ size, digests }: Stated): string {
  const type = checksumTypes.findLast((each) => digests[each] !== undefined)
  return `${size ?? 'all'} bytes${type === undefined ? '' : ` with ${type} ${digests[type]}`}`
}

/** Whether a digest is stated by which apt and dnf go. */
export function isStrong({ digests }: Stated): boolean {
  return (digests.sha256 ?? digests.sha384 ?? digests.sha512) !== undefined
}

/** What tells one file from another: its strongest digest. */
export function identify({ digests }: Stated): string {
  const type = checksumTypes.findLast((each) => digests[each] !== undefined)
  return type === undefined ? '' : `${type}:${digests[type]}`
}

/** What of a file on this machine differs from what is stated; undefined when nothing does. */
export async function compareFile(file: string, stated: Stated): Promise<string | undefined> {
  const measurement = measure(stated)
  const handle = await open(file)
  try {
    const buffer = Buffer.allocUnsafe(1 << 18)
    for (;;) {
      const { bytesRead } = await handle.read(buffer, 0, buffer.length)
      if (bytesRead === 0) return measurement.judge()
      measurement.update(buffer.subarray(0, bytesRead))
    }
  } finally {
    await handle.close()
  }
}
