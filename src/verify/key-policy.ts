import { fingerprintOf, readSignature, tags, type OpenpgpPacket, type SignatureFacts } from './openpgp-packet.js'

/** What a policy says of a key. */
export interface KeyPolicy {
  /** What somebody's package manager refuses it for, and who; undefined for a key that all take. */
  readonly refusal: string | undefined
}

/** MD5, SHA-1 and RIPEMD-160 (RFC 9580, 9.5). */
const weakDigests = new Set([1, 2, 3])
const digestNames: Readonly<Record<number, string>> = { 1: 'MD5', 2: 'SHA-1', 3: 'RIPEMD-160' }
/** Public-key algorithms (RFC 9580, 9.1). */
const [rsa, dsa] = [[1, 2, 3], 17]

/**
 * Judges the keys of a key file by what the strictest of today's package managers ask: apt of Debian 13 (sqv with its policy
 * of February 2026), of Ubuntu 24.04, and rpm of EL 9. By fingerprint; subkeys included.
 */
export function judgeKeys(packets: readonly OpenpgpPacket[]): ReadonlyMap<string, KeyPolicy> {
  const found = new Map<string, KeyPolicy>()
  for (const { body, subkeys, certifications } of groupKeys(packets)) {
    const own = fingerprintOf(body)
    const refusal = judgeStrength(body) ?? judgeBinding(certifications.filter(({ issuer }) => own.endsWith(issuer ?? own)))
    found.set(own, { refusal })
    for (const subkey of subkeys) {
      const newest = [...subkey.bindings].sort((one, other) => (other.created ?? 0) - (one.created ?? 0))
      found.set(fingerprintOf(subkey.body), {
        refusal: judgeStrength(subkey.body) ?? judgeBinding(newest.slice(0, 1)) ?? refusal,
      })
    }
  }
  return found
}

function judgeStrength(body: Buffer): string | undefined {
  const algorithm = body[5] ?? 0
  const bits = body[0] === 4 && body.length > 8 ? body.readUInt16BE(6) : undefined
  if (rsa.includes(algorithm) && bits !== undefined && bits < 2048)
    return `is of RSA with ${bits} bits, which Ubuntu 24.04, Debian 13 and EL 9 refuse: make a new key of at least 2048`
  if (algorithm === dsa) return 'is of DSA, which Ubuntu 24.04 and Debian 13 refuse: make a new key of RSA or Ed25519'
  return undefined
}

/** A key is bound when one of its signatures over itself is trusted. */
function judgeBinding(signatures: readonly SignatureFacts[]): string | undefined {
  const [first] = signatures
  if (first === undefined || signatures.some(({ digest }) => !weakDigests.has(digest))) return undefined
  return `is bound by ${digestNames[first.digest] ?? 'a weak digest'}, which apt of Debian 13 and EL 9 refuse: sign the key itself again with SHA-256`
}

interface KeyGroup {
  readonly body: Buffer
  readonly certifications: SignatureFacts[]
  readonly subkeys: { readonly body: Buffer; readonly bindings: SignatureFacts[] }[]
}

function groupKeys(packets: readonly OpenpgpPacket[]): readonly KeyGroup[] {
  const groups: KeyGroup[] = []
  for (const { tag, body } of packets) {
    const group = groups.at(-1)
    if (tag === tags.publicKey) groups.push({ body, certifications: [], subkeys: [] })
    else if (tag === tags.publicSubkey) group?.subkeys.push({ body, bindings: [] })
    else if (tag === tags.signature) {
      const signature = readSignature(body)
      // Certifications of user IDs, bindings of subkeys, and of the key itself (RFC 9580, 5.2.1).
      if (signature?.type === 0x18) group?.subkeys.at(-1)?.bindings.push(signature)
      else if (signature !== undefined && [0x10, 0x11, 0x12, 0x13, 0x1f].includes(signature.type))
        group?.certifications.push(signature)
    }
  }
  return groups
}
