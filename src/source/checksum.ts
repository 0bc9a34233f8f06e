/**
 * Finds a file's digest in the text of a checksum file: a lone digest, or lines of `digest  name` as
 * sha256sum(1) writes them. Undefined when the text has none for this file.
 */
export function findDigest(text: string, file: string): string | undefined {
  const lines = text.split(/\r?\n/).filter((line) => line.trim() !== '')
  const alone = /^([0-9a-f]{64})$/i.exec(lines.join('').trim())
  if (alone) return alone[1]?.toLowerCase()
  for (const line of lines) {
    const [, digest, name = ''] = /^([0-9a-f]{64})\s+\*?(.+)$/i.exec(line.trim()) ?? []
    if (digest !== undefined && (lines.length === 1 || name.split('/').at(-1) === file)) return digest.toLowerCase()
  }
  return undefined
}
