import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { WorkError } from '../error.js'
import type { Host } from '../host/host.js'
import { complaint, runTool } from '../host/tool.js'
import { judgeKeys } from './key-policy.js'
import { armor, dearmor, readPackets, tags, type OpenpgpPacket } from './openpgp-packet.js'

/** One key of a key file, a subkey included. */
export interface PublicKey {
  readonly fingerprint: string
  /** Milliseconds since the epoch; a subkey ends with its primary key at the latest. */
  readonly expires: number | undefined
  readonly revoked?: boolean
  /** What somebody's package manager refuses it for; see {@link judgeKeys}. */
  readonly refusal?: string | undefined
}

/** The keys that users of a repository trust, on this machine and nowhere in its keyrings. */
export interface TrustedKey {
  /** The armored file, a block for each primary key, for rpm and dnf. */
  readonly armored: string
  /** The binary file, for gpgv and apt. */
  readonly binary: string
  /** Primary keys and subkeys. */
  readonly keys: readonly PublicKey[]
  /** False when it came from the repository itself, which then vouches for itself. */
  readonly pinned: boolean
}

/** A key file holds a private key, which everybody can read then. */
export class PrivateKeyError extends WorkError {}

/**
 * Writes public keys, armored or binary, into a folder of its own in the forms that the tools want. No keyring takes part:
 * gpg would leave a folder for sockets on the host. Throws a {@link WorkError} when there is none, and a
 * {@link PrivateKeyError}.
 */
export async function importKey(content: Buffer, pinned: boolean, folder: string, host: Host): Promise<TrustedKey> {
  const home = join(folder, 'gnupg')
  await mkdir(home, { recursive: true, mode: 0o700 })
  const armored = join(folder, 'key.asc')
  const binary = join(folder, 'key.gpg')
  const bytes = dearmor(content)
  if (bytes.length === 0) throw new WorkError('is empty')
  const packets = readPackets(bytes)
  if (packets.some(({ tag }) => tag === tags.secretKey || tag === tags.secretSubkey))
    throw new PrivateKeyError('is a PRIVATE KEY')
  if (!packets.some(({ tag }) => tag === tags.publicKey)) throw new WorkError('is no OpenPGP public key')
  await writeFile(binary, bytes)
  await writeFile(armored, splitKeys(packets).map(armor).join(''))
  const args = ['--homedir', home, '--batch', '--no-autostart', '--no-tty', '--with-colons', '--fixed-list-mode']
  const shown = await runTool(host, 'gpg', [...args, '--with-subkey-fingerprint', '--show-keys', binary])
  const policies = judgeKeys(packets)
  const keys = parseKeys(shown.stdout).map((key) => ({ ...key, refusal: policies.get(key.fingerprint)?.refusal }))
  if (keys.length === 0)
    throw new WorkError(`is no OpenPGP public key that gpg can read (${complaint(shown, /^gpg: (?!keybox|\/)/)})`)
  return { armored, binary, keys, pinned }
}

/** rpm takes one primary key of a block. */
function splitKeys(packets: readonly OpenpgpPacket[]): readonly Buffer[] {
  const starts = packets.flatMap(({ tag }, index) => (tag === tags.publicKey ? [index] : []))
  return starts.map((start, number) => Buffer.concat(packets.slice(start, starts[number + 1]).map(({ bytes }) => bytes)))
}

/**
 * Reads `gpg --with-colons --list-keys` (GnuPG's doc/DETAILS): field 2 of pub and sub is the validity, `r` when revoked,
 * field 7 the expiry, field 10 of fpr the fingerprint.
 */
export function parseKeys(colons: string): PublicKey[] {
  const keys: PublicKey[] = []
  let primaryExpiry: number | undefined
  let primaryRevoked = false
  let expires: number | undefined
  let revoked = false
  for (const fields of colons.split('\n').map((line) => line.split(':'))) {
    const [kind] = fields
    if (kind === 'pub' || kind === 'sub') {
      const own = fields[6] ? Number(fields[6]) * 1000 : undefined
      if (kind === 'pub') primaryExpiry = own
      if (kind === 'pub') primaryRevoked = fields[1] === 'r'
      revoked = primaryRevoked || fields[1] === 'r'
      expires = kind === 'pub' ? own : Math.min(own ?? Infinity, primaryExpiry ?? Infinity)
      if (expires === Infinity) expires = undefined
    } else if (kind === 'fpr' && fields[9]) {
      keys.push({ fingerprint: fields[9], expires, ...(revoked ? { revoked } : {}) })
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
  const warning = warnOfEnd(key.expires, now, 'extend the key and publish the repository again')
  return `key ${key.fingerprint}, which expires on ${date}${warning === undefined ? '' : ` (${warning})`}`
}

/** A warning that something ends within 90, 30 or 7 days; undefined when there is more time. */
export function warnOfEnd(end: number, now: number, advice: string): string | undefined {
  const left = Math.floor((end - now) / day)
  if (left > 90) return undefined
  return `${left <= 7 ? 'URGENT' : left <= 30 ? 'WARNING, soon' : 'WARNING'}: in ${left} days; ${advice}`
}

/** Whether a key ends within 90 days. */
export function endsSoon(key: PublicKey, now: number): boolean {
  return key.expires !== undefined && !hasExpired(key, now) && warnOfEnd(key.expires, now, '') !== undefined
}
