import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { WorkError } from '../error.js'
import type { Host } from '../host/host.js'
import { complaint, runTool } from '../host/tool.js'

/** One key of a key file, a subkey included. */
export interface PublicKey {
  readonly fingerprint: string
  /** Milliseconds since the epoch; a subkey ends with its primary key at the latest. */
  readonly expires: number | undefined
}

/** The key that users of a repository trust, on this machine and nowhere in its keyrings. */
export interface TrustedKey {
  /** The armored file, for rpm and dnf. */
  readonly armored: string
  /** The binary file, for gpgv and apt. */
  readonly binary: string
  /** Primary keys and subkeys. */
  readonly keys: readonly PublicKey[]
  /** False when it came from the repository itself, which then vouches for itself. */
  readonly pinned: boolean
}

/**
 * Writes a public key into a folder of its own in the forms that the tools want. No keyring takes part: gpg would
 * leave a folder for sockets on the host. Throws a {@link WorkError} when it is no armored public key.
 */
export async function importKey(text: string, pinned: boolean, folder: string, host: Host): Promise<TrustedKey> {
  const home = join(folder, 'gnupg')
  await mkdir(home, { recursive: true, mode: 0o700 })
  const armored = join(folder, 'key.asc')
  const binary = join(folder, 'key.gpg')
  await writeFile(armored, text)
  const gpg = (args: readonly string[]) =>
    runTool(host, 'gpg', ['--homedir', home, '--batch', '--no-autostart', '--no-tty', ...args])
  const shown = await gpg(['--with-colons', '--fixed-list-mode', '--with-subkey-fingerprint', '--show-keys', armored])
  const keys = parseKeys(shown.stdout)
  const dearmored = await gpg(['--yes', '--output', binary, '--dearmor', armored])
  if (keys.length === 0 || dearmored.code !== 0) {
    throw new WorkError(
      `is no armored OpenPGP public key (${complaint(keys.length === 0 ? shown : dearmored, /^gpg: (?!keybox|\/)/)})`,
    )
  }
  return { armored, binary, keys, pinned }
}

/** Reads `gpg --with-colons --list-keys` (GnuPG's doc/DETAILS): field 7 of pub and sub is the expiry, field 10 of fpr the fingerprint. */
export function parseKeys(colons: string): PublicKey[] {
  const keys: PublicKey[] = []
  let primaryExpiry: number | undefined
  let expires: number | undefined
  for (const fields of colons.split('\n').map((line) => line.split(':'))) {
    const [kind] = fields
    if (kind === 'pub' || kind === 'sub') {
      const own = fields[6] ? Number(fields[6]) * 1000 : undefined
      if (kind === 'pub') primaryExpiry = own
      expires = kind === 'pub' ? own : Math.min(own ?? Infinity, primaryExpiry ?? Infinity)
      if (expires === Infinity) expires = undefined
    } else if (kind === 'fpr' && fields[9]) {
      keys.push({ fingerprint: fields[9], expires })
    }
  }
  return keys
}

/** The key of a fingerprint or of a key ID, which is its end. */
export function findKey(keys: readonly PublicKey[], id: string): PublicKey | undefined {
  return keys.find((key) => key.fingerprint.endsWith(id.toUpperCase()))
}

export function hasExpired(key: PublicKey, now: number): boolean {
  return key.expires !== undefined && key.expires <= now
}

const day = 24 * 60 * 60 * 1000

/** A key's fingerprint and its end, with a warning in its last 90 days. */
export function describeKey(key: PublicKey, now: number): string {
  if (key.expires === undefined) return `key ${key.fingerprint}, which never expires`
  const date = new Date(key.expires).toISOString().slice(0, 10)
  if (hasExpired(key, now)) return `key ${key.fingerprint}, which expired on ${date}`
  const left = Math.floor((key.expires - now) / day)
  const warning = left <= 90 ? ` (WARNING: in ${left} days; extend the key and publish the repository again)` : ''
  return `key ${key.fingerprint}, which expires on ${date}${warning}`
}
