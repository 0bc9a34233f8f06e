import { WorkError } from '../error.js'
import { readStanzas, type Stanza } from '../package/deb822.js'
import type { Stated } from './index-file.js'

/** A repository's Release file (Debian's wiki, "DebianRepository/Format"). */
export interface Release {
  readonly date: string | undefined
  /** The files it vouches for by SHA-256, by path. */
  readonly files: ReadonlyMap<string, Stated>
}

/** Reads the text of a Release file. Throws a {@link WorkError} when it is none. */
export async function parseRelease(text: string): Promise<Release> {
  let stanza: Stanza | undefined
  for await (const each of readStanzas(text.split('\n'))) stanza ??= each
  const listed = stanza?.get('sha256')
  if (!stanza || listed === undefined) throw new WorkError('it states no SHA256 of its files')
  const files = new Map<string, Stated>()
  for (const line of listed.split('\n').filter((each) => each !== '')) {
    const [digest, size, path] = line.split(/\s+/)
    if (digest === undefined || path === undefined || !/^\d+$/.test(size ?? ''))
      throw new WorkError(`cannot read its line "${line}"`)
    files.set(path, { digest, size: Number(size), algorithm: 'sha256' })
  }
  return { date: stanza.get('date'), files }
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
