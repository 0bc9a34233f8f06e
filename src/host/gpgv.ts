/** One OpenPGP signature as gpgv judged it. */
export interface SignatureReading {
  readonly state: 'good' | 'bad' | 'expired' | 'revoked' | 'weak' | 'unknown-key' | 'unreadable'
  /** Of the signing key, which may be a subkey; only the key's ID when the key is unknown. */
  readonly fingerprint: string | undefined
  /** When it was made, in milliseconds since the epoch, as far as gpgv tells. */
  readonly created?: number
}

/** Digests that apt refuses too: MD5, SHA-1 and RIPEMD-160 (RFC 4880, 9.4). */
const weakDigests = new Set(['1', '2', '3'])

/**
 * Reads gpgv's status lines (`--status-fd`, GnuPG's doc/DETAILS), one reading for each signature; its exit code would
 * not do, because it is 0 for an expired key.
 */
export function readSignatures(status: string): readonly SignatureReading[] {
  const lines = status.split('\n').map((line) => line.replace(/^\[GNUPG:\] /, '').split(' '))
  const starts = lines.flatMap(([word], index) => (word === 'NEWSIG' ? [index] : []))
  return starts.map((start, number) => readOne(lines.slice(start, starts[number + 1])))
}

function readOne(lines: readonly string[][]): SignatureReading {
  const line = (word: string) => lines.find(([first]) => first === word)
  const [, fingerprint, , timestamp, , , , , digest = ''] = line('VALIDSIG') ?? []
  const created = /^\d+$/.test(timestamp ?? '') ? { created: Number(timestamp) * 1000 } : {}
  if (line('BADSIG')) return { state: 'bad', fingerprint }
  if (fingerprint === undefined) {
    const id = line('NO_PUBKEY')?.[1]
    return { state: id === undefined ? 'unreadable' : 'unknown-key', fingerprint: id }
  }
  if (line('REVKEYSIG')) return { state: 'revoked', fingerprint, ...created }
  if (line('EXPKEYSIG') || line('EXPSIG')) return { state: 'expired', fingerprint, ...created }
  if (weakDigests.has(digest)) return { state: 'weak', fingerprint, ...created }
  return { state: line('GOODSIG') ? 'good' : 'unreadable', fingerprint, ...created }
}
