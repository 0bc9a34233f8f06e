import { WorkError } from '../error.js'
import { readStanzas, type Stanza } from '../package/deb822.js'
import type { ChecksumType, Stated } from './stated.js'
import { isStrong } from './stated.js'

/** A repository's Release file (Debian's wiki, "DebianRepository/Format"). */
export interface Release {
  /** Its fields by lower-case name. */
  readonly fields: Stanza
  /** The files it vouches for, by path, as far as they have a digest by which apt goes. */
  readonly files: ReadonlyMap<string, Stated>
}

const lists: readonly (readonly [field: string, type: ChecksumType])[] = [
  ['md5sum', 'md5'],
  ['sha1', 'sha1'],
  ['sha256', 'sha256'],
  ['sha512', 'sha512'],
]

/** Reads the text of a Release file. Throws a {@link WorkError} when it is none. */
export async function parseRelease(text: string): Promise<Release> {
  let fields: Stanza | undefined
  for await (const each of readStanzas(text.split(/\r?\n/))) fields ??= each
  if (fields === undefined) throw new WorkError('is empty')
  const files = new Map<string, Stated>()
  for (const [field, type] of lists) {
    for (const line of fields.get(field)?.split('\n') ?? []) {
      if (line === '') continue
      const [digest, size, path] = line.split(/\s+/)
      if (digest === undefined || path === undefined || !/^\d+$/.test(size ?? '') || !/^[0-9a-f]+$/i.test(digest))
        throw new WorkError(`has under ${field} the line "${line.slice(0, 200)}", which states no digest, size and path`)
      const name = path.replace(/^(?:\.\/)+/, '')
      const before = files.get(name)
      if (before?.size !== undefined && before.size !== Number(size))
        throw new WorkError(`states two sizes of ${name}: ${before.size} and ${size}`)
      files.set(name, { size: Number(size), digests: { ...before?.digests, [type]: digest.toLowerCase() } })
    }
  }
  if (files.size === 0 && lists.some(([field]) => fields.has(field))) throw new WorkError('lists no files')
  const strong = new Map([...files].filter(([, stated]) => isStrong(stated)))
  if (strong.size === 0) {
    const weak = files.size === 0 ? '' : ', only weaker digests, which apt refuses'
    throw new WorkError(`states no SHA256 of its files${weak}`)
  }
  return { fields, files: strong }
}

/** The text inside a clear-signed file (RFC 4880, 7.1); undefined unless the file is that and nothing else. */
export function clearText(signed: string): string | undefined {
  const whole =
    /^-----BEGIN PGP SIGNED MESSAGE-----\n(?:Hash: .*\n)*\n([^]*?)\n-----BEGIN PGP SIGNATURE-----\n[^]*?\n-----END PGP SIGNATURE-----\s*$/
  return whole.exec(signed.replaceAll('\r\n', '\n'))?.[1]?.replaceAll(/^- /gm, '')
}

/** Whether two texts of Release say the same; signing in clear drops white space at the ends of lines. */
export function sameText(one: string, other: string): boolean {
  return normalize(one) === normalize(other)
}

function normalize(text: string): string {
  return text.replaceAll(/[ \t\r]+$/gm, '').trimEnd()
}
