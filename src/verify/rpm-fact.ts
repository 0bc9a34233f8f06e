import { WorkError } from '../error.js'
import type { RpmHeader } from '../package/rpm-header.js'
import type { Judgement } from './finding.js'
import { clockSkew } from './metadata-signature.js'
import { readPackets, readSignature, tags, type SignatureFacts } from './openpgp-packet.js'

/** Where an rpm has its signatures: over its header, and over header and payload. */
const signatureTags = ['RSAHEADER', 'DSAHEADER', 'SIGPGP', 'SIGGPG']
/** Of FILEDIGESTALGO, a number of OpenPGP's (RFC 9580, 9.5); rpm takes it for granted where there is none. */
const md5 = 1

/**
 * Judges what rpm 4.18 does not ask of an rpm with a good signature, and others do: rpm of Fedora and EL 10 when it was
 * signed, hosts in FIPS mode by what its files are hashed.
 */
export function judgeFacts(good: Judgement, header: RpmHeader, now: number): Judgement {
  for (const { created } of signatureTags.flatMap((tag) => header.bytes(tag)).flatMap(readFacts)) {
    const by = good.evidence.replace(/^good signature by/, 'the rpm is signed by')
    if (created !== undefined && created > now + clockSkew) {
      const evidence = `${by}, but in the future, at ${show(created)}, which rpm of Fedora and EL 10 refuses: set the clock of the signing machine and sign again`
      return { passed: false, lasting: true, evidence }
    }
  }
  const isHashed = header.texts('FILEDIGESTS').some((digest) => digest !== '')
  if (!isHashed || (header.numbers('FILEDIGESTALGO')[0] ?? md5) !== md5) return good
  const evidence = `${good.evidence}; but its files are hashed by MD5, so hosts in FIPS mode do not unpack it ("Digest mismatch"): build it with the macro _binary_filedigest_algorithm 8`
  return { ...good, state: 'warning', evidence }
}

function show(time: number): string {
  return new Date(time).toISOString().slice(0, 16)
}

/** What rpmkeys has called good is a signature; what cannot be read is none of its. */
function readFacts(bytes: Buffer): readonly SignatureFacts[] {
  try {
    return readPackets(bytes).flatMap(({ tag, body }) => (tag === tags.signature ? (readSignature(body) ?? []) : []))
  } catch (error) {
    if (error instanceof WorkError) return []
    throw error
  }
}
