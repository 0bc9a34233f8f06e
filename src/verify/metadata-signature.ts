import { readFile } from 'node:fs/promises'
import { readSignatures, type SignatureReading } from '../host/gpgv.js'
import type { Host } from '../host/host.js'
import type { Judgement } from './finding.js'
import { describeKey, endsSoon, findKey, hasExpired, type PublicKey, type TrustedKey } from './public-key.js'
import type { SignedFile } from '../repository/published-repository.js'
import { complaint, runTool } from '../host/tool.js'

/** What clocks of two machines may differ by, in milliseconds. */
export const clockSkew = 10 * 60 * 1000

/** Verifies the signature of one file of metadata with gpgv. */
export async function verifySignature({ subject, file, signature }: SignedFile, key: TrustedKey, host: Host): Promise<Judgement> {
  if (signature === undefined)
    return { passed: false, evidence: 'the repository is unsigned: there is no signature; sign it and publish again' }
  const files = signature === file ? ['--output', '/dev/null', file] : [signature, file]
  const { stdout, stderr } = await runTool(host, 'gpgv', ['--status-fd', '1', '--keyring', key.binary, ...files])
  const judgement = judgeStatus(stdout, key, host.clock.now())
  const start = (await readFile(signature)).subarray(0, 4096).toString('latin1')
  if (subject.endsWith('Release.gpg') && (start.charCodeAt(0) & 0x80) !== 0)
    return {
      passed: false,
      lasting: true,
      evidence: 'the signature is in its binary form, which apt refuses: write it with gpg --armor',
    }
  if (readSignatures(stdout).length > 0) return judgement
  if (start.trim() === '') return judgement
  const what = /^-----BEGIN PGP/m.test(start) || (start.charCodeAt(0) & 0x80) !== 0 ? 'is damaged' : 'holds no signature'
  const said =
    /invalid|CRC|no valid|unexpected|malformed|premature/i.exec(stderr) === null
      ? ''
      : ` (${complaint({ code: 2, stdout: '', stderr }, /invalid|CRC|no valid|unexpected|malformed|premature/i)})`
  return { passed: false, evidence: `the signature file ${what}${said}: sign the repository again and publish` }
}

/**
 * Judges gpgv's status lines. Of several signatures, as in a change of keys, one good one is enough unless another is bad.
 */
export function judgeStatus(status: string, key: TrustedKey, now: number): Judgement {
  const readings = readSignatures(status)
  if (readings.some(({ state }) => state === 'bad')) {
    const evidence = 'the signature is BAD: the file is not what was signed; wait for the download network or publish again'
    return { passed: false, evidence }
  }
  const verdicts = readings.map((reading) => judgeOne(reading, key, now))
  const unsigned = 'the repository is unsigned: its signature file holds no OpenPGP signature; sign it and publish again'
  return verdicts.find(({ passed }) => passed) ?? verdicts[0] ?? { passed: false, evidence: unsigned }
}

function judgeOne({ state, fingerprint = '', created = 0 }: SignatureReading, key: TrustedKey, now: number): Judgement {
  const lasting = true
  if (state === 'unknown-key') {
    const trusted = key.keys[0]?.fingerprint ?? 'given'
    return {
      passed: false,
      lasting,
      evidence: `signed by the key ${fingerprint}, not by ${trusted}: find out which key is right, or whether the key file lacks a subkey`,
    }
  }
  if (state === 'unreadable' || state === 'bad') {
    return { passed: false, evidence: 'gpgv cannot read the signature: sign the repository again' }
  }
  const signer: PublicKey = findKey(key.keys, fingerprint) ?? { fingerprint, expires: undefined }
  const by = `signed by the ${describeKey(signer, now)}`
  if (state === 'revoked') return { passed: false, lasting, evidence: `${by}, and which is revoked: sign with a new key` }
  if (state === 'expired' || hasExpired(signer, now)) {
    return { passed: false, lasting, evidence: `${by}: the key or its signature has expired; extend it and publish again` }
  }
  if (state === 'weak') {
    return { passed: false, lasting, evidence: `${by}, but over a weak digest that apt refuses: sign with SHA-256` }
  }
  if (signer.refusal !== undefined)
    return { passed: false, lasting, evidence: `signed by the key ${fingerprint}, which ${signer.refusal}` }
  if (created > now + clockSkew) {
    const date = new Date(created).toISOString().slice(0, 16)
    return { passed: false, lasting, evidence: `${by}, but made in the future, at ${date}: set the clock of the signing machine` }
  }
  return { passed: true, ...(endsSoon(signer, now) ? { state: 'warning' as const } : {}), evidence: `validly ${by}` }
}
