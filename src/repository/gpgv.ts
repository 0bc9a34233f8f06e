import type { Host } from '../host/host.js'
import type { Verdict } from './finding.js'
import { describeKey, findKey, hasExpired, type TrustedKey } from './key.js'
import type { SignedFile } from './published.js'
import { runTool } from './tool.js'

/** Verifies the signature of one file of metadata with gpgv. */
export async function verifySignature({ file, signature }: SignedFile, key: TrustedKey, host: Host): Promise<Verdict> {
  if (signature === undefined)
    return { passed: false, evidence: 'the repository is unsigned: there is no signature; sign it and publish again' }
  const files = signature === file ? ['--output', '/dev/null', file] : [signature, file]
  const { stdout } = await runTool(host, 'gpgv', ['--status-fd', '1', '--keyring', key.binary, ...files])
  return judgeStatus(stdout, key, host.clock.now())
}

/** Digests that apt refuses too: MD5, SHA-1 and RIPEMD-160 (RFC 4880, 9.4). */
const weakDigests = new Set(['1', '2', '3'])

/**
 * Judges gpgv's status lines (GnuPG's doc/DETAILS); its exit code would not do, because it is 0 for an expired key.
 * Of several signatures, as in a change of keys, one good one is enough unless another is bad.
 */
export function judgeStatus(status: string, key: TrustedKey, now: number): Verdict {
  const lines = status.split('\n').map((line) => line.replace(/^\[GNUPG:\] /, '').split(' '))
  if (lines.some(([word]) => word === 'BADSIG')) {
    const evidence = 'the signature is BAD: the file is not what was signed; wait for the download network or publish again'
    return { passed: false, evidence }
  }
  const starts = lines.flatMap(([word], index) => (word === 'NEWSIG' ? [index] : []))
  const verdicts = starts.map((start, number) => judgeOne(lines.slice(start, starts[number + 1]), key, now))
  const unsigned = 'the repository is unsigned: its signature file holds no OpenPGP signature; sign it and publish again'
  return verdicts.find(({ passed }) => passed) ?? verdicts[0] ?? { passed: false, evidence: unsigned }
}

function judgeOne(lines: readonly string[][], key: TrustedKey, now: number): Verdict {
  const line = (word: string) => lines.find(([first]) => first === word)
  const lasting = true
  const valid = line('VALIDSIG')
  if (valid === undefined) {
    const trusted = key.keys[0]?.fingerprint ?? 'given'
    const other = line('NO_PUBKEY')?.[1]
    if (other === undefined) return { passed: false, evidence: 'gpgv cannot read the signature: sign the repository again' }
    return { passed: false, lasting, evidence: `signed by the key ${other}, not by ${trusted}: find out which key is right` }
  }
  const [, fingerprint = '', , , , , , , digest = ''] = valid
  const signer = findKey(key.keys, fingerprint) ?? { fingerprint, expires: undefined }
  const by = `signed by the ${describeKey(signer, now)}`
  if (line('REVKEYSIG')) return { passed: false, lasting, evidence: `${by}, and which is revoked: sign with a new key` }
  if (line('EXPKEYSIG') || line('EXPSIG') || hasExpired(signer, now)) {
    return { passed: false, lasting, evidence: `${by}: the key or its signature has expired; extend it and publish again` }
  }
  if (weakDigests.has(digest)) {
    return { passed: false, lasting, evidence: `${by}, but over a weak digest that apt refuses: sign with SHA-256` }
  }
  if (!line('GOODSIG')) return { passed: false, evidence: 'gpgv calls the signature neither good nor bad' }
  return { passed: true, evidence: `validly ${by}` }
}
