import { WorkError } from '../error.js'

/** A digest algorithm of checksum files, and the hex digits of its digests. */
export type Algorithm = 'sha256' | 'sha512'

const digits: Readonly<Record<Algorithm, number>> = { sha256: 64, sha512: 128 }

/** One line of a checksum file; a digest that stands alone has no name. */
interface Sum {
  readonly digest: string
  readonly name: string | undefined
}

/**
 * Finds a file's digest in the text of a checksum file: a lone digest, or a list as sha256sum(1) writes it, with
 * `--tag` or without. Of several names the one that agrees with most of the path counts. Undefined when the text has
 * none for this file; throws a {@link WorkError} when it has several.
 * @param path the file's name with as much of its path as is known
 */
export function findDigest(text: string, path: string, algorithm: Algorithm): string | undefined {
  const sums = parseSums(text, algorithm)
  const [first, ...others] = sums
  if (first && others.length === 0) return first.digest
  const candidates = sums.filter(({ name }) => name !== undefined && agreement(name, path) > 0)
  const best = Math.max(...candidates.map(({ name = '' }) => agreement(name, path)))
  const digests = new Set(candidates.filter(({ name = '' }) => agreement(name, path) === best).map(({ digest }) => digest))
  if (digests.size > 1) throw new WorkError(`names ${path} with ${digests.size} different digests; nobody can say which is right`)
  return [...digests][0]
}

/** The names that a checksum file has digests for. */
export function listNames(text: string, algorithm: Algorithm): readonly string[] {
  return [...new Set(parseSums(text, algorithm).flatMap(({ name }) => name ?? []))]
}

function parseSums(text: string, algorithm: Algorithm): Sum[] {
  return text.split(/\r?\n/).flatMap((line) => parseLine(line.trim(), algorithm))
}

function parseLine(line: string, algorithm: Algorithm): Sum[] {
  const hex = `([0-9a-f]{${digits[algorithm]}})`
  const label = algorithm.replace('sha', 'SHA(?:2-)?')
  const [, tagged, taggedDigest] = new RegExp(`^${label} ?\\((.+)\\) ?= ?${hex}$`, 'i').exec(line) ?? []
  if (taggedDigest !== undefined) return [{ digest: taggedDigest.toLowerCase(), name: tagged }]
  const [, digest, name] = new RegExp(`^${hex}(?:\\s+\\*?(.+))?$`, 'i').exec(line) ?? []
  return digest === undefined ? [] : [{ digest: digest.toLowerCase(), name }]
}

/** How many parts at the end of two paths are the same, when one is the end of the other or at least their last parts are equal. */
function agreement(name: string, path: string): number {
  const left = name.split('/').reverse()
  const right = path.split('/').reverse()
  const different = left.findIndex((part, index) => part !== right[index])
  return different === -1 ? left.length : different
}
