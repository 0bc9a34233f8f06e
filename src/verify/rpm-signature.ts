import { mkdir } from 'node:fs/promises'
import { WorkError } from '../error.js'
import type { Host } from '../host/host.js'
import type { Judgement } from './finding.js'
import { describeKey, endsSoon, findKey, hasExpired, type TrustedKey } from './public-key.js'
import { complaint, runTool } from '../host/tool.js'
import { readRpmHeader } from '../package/rpm.js'
import { judgeFacts } from './rpm-fact.js'

/** Makes an rpm database that trusts the key alone. Throws a {@link WorkError} when rpm does not take the key. */
export async function importIntoRpm(key: TrustedKey, database: string, host: Host): Promise<void> {
  await mkdir(database, { recursive: true })
  const result = await runTool(host, 'rpmkeys', ['--dbpath', database, '--import', key.armored])
  if (result.code !== 0) throw new WorkError(`rpm does not take the key: ${complaint(result, /error/)}`)
}

/** Verifies the signature and the digests of one rpm with rpmkeys and its own database. */
export async function verifyRpm(file: string, database: string, key: TrustedKey, host: Host): Promise<Judgement> {
  const { stdout } = await runTool(host, 'rpmkeys', ['--dbpath', database, '--checksig', '--verbose', file])
  const judgement = judgeChecksig(stdout, key, host.clock.now())
  return judgement.passed ? judgeFacts(judgement, await readRpmHeader(file, host), host.clock.now()) : judgement
}

/**
 * Judges the lines of `rpmkeys -Kv`. Its exit code would not do: it is 0 for an rpm without any signature and for a
 * key that has expired.
 */
export function judgeChecksig(output: string, key: TrustedKey, now: number): Judgement {
  // The first line is the file's name.
  const [, ...rest] = output.split('\n')
  if (/not an rpm package/i.test(output)) return { passed: false, evidence: 'it is no rpm package at all: publish it again' }
  const lines = rest.map((line) => line.trim()).filter((line) => line !== '')
  const bad = lines.find((line) => /: (BAD|FAIL)\b/.test(line))
  if (bad !== undefined) return { passed: false, evidence: `the rpm is not what was signed (${bad}): publish it again` }
  const signatures = lines
    .map((line) => /Signature, key (?:ID|fingerprint:) ?([0-9a-f]+): (\w+)/i.exec(line))
    .filter((match) => match !== null)
  if (signatures.length === 0)
    return {
      passed: false,
      lasting: true,
      evidence: 'the rpm is unsigned: it has digests but no signature; sign it and publish again',
    }
  const good = signatures.find(([, , state]) => state === 'OK')
  if (good === undefined) {
    const [, id, state] = signatures[0] ?? []
    const trusted = key.keys[0]?.fingerprint ?? 'given'
    return {
      passed: false,
      lasting: true,
      evidence: `the rpm is signed by the key ${id} (${state}), not by ${trusted}: sign it with that key`,
    }
  }
  const digest = /\/(SHA-?1|MD5|RIPEMD160)\b/i.exec(lines.find((line) => line.includes(good[0])) ?? '')?.[1]
  if (digest !== undefined) {
    const evidence = `the rpm is signed over ${digest.replace(/^SHA-?1$/i, 'SHA-1')}, which EL 9 and hosts in FIPS mode refuse: sign it with SHA-256`
    return { passed: false, lasting: true, evidence }
  }
  const signer = findKey(key.keys, good[1] ?? '')
  if (signer === undefined) return { passed: false, evidence: `rpm accepts the key ${good[1]}, which is not in the key file` }
  const description = describeKey(signer, now)
  if (hasExpired(signer, now)) {
    return {
      passed: false,
      lasting: true,
      evidence: `the rpm is signed by the ${description}: extend it, sign and publish again`,
    }
  }
  if (signer.revoked === true)
    return {
      passed: false,
      lasting: true,
      evidence: `the rpm is signed by the ${description}, which is revoked: sign it with a new key`,
    }
  if (signer.refusal !== undefined)
    return {
      passed: false,
      lasting: true,
      evidence: `the rpm is signed by the key ${signer.fingerprint}, which ${signer.refusal}`,
    }
  if (!lines.some((line) => /^Payload SHA\d+ (ALT )?digest: OK/.test(line))) {
    return {
      passed: false,
      lasting: true,
      evidence: 'the rpm has no SHA-256 of its payload, so hosts in FIPS mode refuse it: build it with a newer rpm',
    }
  }
  const evidence = `good signature by the ${description}`
  if (!lines.some((line) => /^Header SHA\d+ digest: OK/.test(line))) {
    return {
      passed: false,
      lasting: true,
      evidence: `${evidence}; but the rpm has no digest of its header but MD5 at most, so hosts in FIPS mode refuse it with "no digest": build it with a newer rpm`,
    }
  }
  if (!lines.some((line) => /^Header SHA(256|512) digest: OK/.test(line)))
    return {
      passed: true,
      state: 'warning',
      evidence: `${evidence}; but of its header it has SHA-1 alone, which EL 9 still takes: build it with a newer rpm`,
    }
  return { passed: true, ...(endsSoon(signer, now) ? { state: 'warning' as const } : {}), evidence }
}
