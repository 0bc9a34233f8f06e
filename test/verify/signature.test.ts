import { expect, test } from '@jest/globals'
import { judgeStatus } from '../../src/verify/metadata-signature.js'
import { describeKey, parseKeys, type TrustedKey } from '../../src/verify/public-key.js'
import { judgeChecksig } from '../../src/verify/rpm-signature.js'

const day = 24 * 60 * 60 * 1000
const now = Date.UTC(2026, 0, 1)
const fingerprint = 'A48C866FD159F919DFE9381E1AD7C111AC4B06E1'
const key: TrustedKey = { armored: '', binary: '', pinned: true, keys: [{ fingerprint, expires: now + 400 * day }] }
const valid = (digest = '10') => `VALIDSIG ${fingerprint} 2025-01-01 1 0 4 0 1 ${digest} 00 ${fingerprint}`
const status = (...lines: string[]) => lines.map((line) => `[GNUPG:] ${line}\n`).join('')

test.each([
  [
    'good',
    status('NEWSIG', 'GOODSIG 1AD7C111AC4B06E1 x', valid()),
    true,
    `validly signed by the key ${fingerprint}, which expires on 2027-02-05`,
  ],
  ['bad', status('NEWSIG', 'BADSIG 1AD7C111AC4B06E1 x'), false, 'the signature is BAD: '],
  [
    'of an unknown key',
    status('NEWSIG', 'ERRSIG F00 1 10 00 1 9', 'NO_PUBKEY F00'),
    false,
    `signed by the key F00, not by ${fingerprint}: `,
  ],
  [
    'of a key that expired',
    status('NEWSIG', 'KEYEXPIRED 1', 'EXPKEYSIG 1AD7C111AC4B06E1 x', valid()),
    false,
    `signed by the key ${fingerprint}`,
  ],
  [
    'of a key that was revoked',
    status('NEWSIG', 'REVKEYSIG 1AD7C111AC4B06E1 x', valid()),
    false,
    `signed by the key ${fingerprint}`,
  ],
  ['over SHA-1', status('NEWSIG', 'GOODSIG 1AD7C111AC4B06E1 x', valid('2')), false, `signed by the key ${fingerprint}`],
  ['absent', status('NODATA 1', 'NODATA 2'), false, 'the repository is unsigned: '],
  ['empty', '', false, 'the repository is unsigned: '],
  [
    'good beside one of an unknown key',
    status('NEWSIG', 'NO_PUBKEY F00', 'NEWSIG', 'GOODSIG 1AD7C111AC4B06E1 x', valid()),
    true,
    'validly',
  ],
  [
    'good beside a bad one',
    status('NEWSIG', 'GOODSIG 1AD7C111AC4B06E1 x', valid(), 'NEWSIG', 'BADSIG F00'),
    false,
    'the signature is BAD: ',
  ],
])('a signature of metadata that is %s', (_, lines, passed, evidence) => {
  const verdict = judgeStatus(lines, key, now)
  expect(verdict.passed).toBe(passed)
  expect(verdict.evidence.slice(0, evidence.length)).toBe(evidence)
})

test('a key that expired only by our clock fails as well', () => {
  const verdict = judgeStatus(status('NEWSIG', 'GOODSIG 1AD7C111AC4B06E1 x', valid()), key, now + 401 * day)
  expect(verdict).toMatchObject({ passed: false, lasting: true })
})

const digests = '    Header SHA256 digest: OK\n    Payload SHA256 digest: OK\n    MD5 digest: OK\n'
const signed = (state: string, id = 'ac4b06e1') => `x.rpm:\n    Header V4 RSA/SHA512 Signature, key ID ${id}: ${state}\n`

test.each([
  ['good', signed('OK') + digests, true, `good signature by the key ${fingerprint}, which expires on 2027-02-05`],
  [
    'named by its whole fingerprint',
    `x:\n    Header OpenPGP V4 RSA/SHA256 signature, key fingerprint: ${fingerprint.toLowerCase()}: OK\n${digests}`,
    true,
    'good',
  ],
  ['absent', `x.rpm:\n${digests}`, false, 'the rpm is unsigned: '],
  [
    'of an unknown key',
    signed('NOKEY', 'deadbeef') + digests,
    false,
    `the rpm is signed by the key deadbeef (NOKEY), not by ${fingerprint}: `,
  ],
  [
    'bad',
    signed('BAD') + digests,
    false,
    'the rpm is not what was signed (Header V4 RSA/SHA512 Signature, key ID ac4b06e1: BAD): ',
  ],
  [
    'of a header whose payload differs',
    `${signed('OK')}    Payload SHA256 digest: BAD (Expected a != b)\n`,
    false,
    'the rpm is not what was signed',
  ],
  [
    'of a header without a digest of the payload',
    `${signed('OK')}    MD5 digest: OK\n`,
    false,
    'the rpm has no SHA-256 of its payload',
  ],
  ['of a file that is no rpm', 'x.rpm: not an rpm package (or package manifest)\n', false, 'it is no rpm package at all: '],
])('a signature of an rpm that is %s', (_, output, passed, evidence) => {
  const verdict = judgeChecksig(output, key, now)
  expect(verdict.passed).toBe(passed)
  expect(verdict.evidence.slice(0, evidence.length)).toBe(evidence)
})

test('an rpm signed by a key that has expired fails, though rpm accepts it', () => {
  expect(judgeChecksig(signed('OK') + digests, key, now + 401 * day).passed).toBe(false)
})

test.each([
  [undefined, `key ${fingerprint}, which never expires`],
  [now + 91 * day, `key ${fingerprint}, which expires on 2026-04-02`],
  [
    now + 90 * day,
    `key ${fingerprint}, which expires on 2026-04-01 (WARNING: in 90 days; extend the key and publish the repository again)`,
  ],
  [
    now + day / 2,
    `key ${fingerprint}, which expires on 2026-01-01 (URGENT: in 0 days; extend the key and publish the repository again)`,
  ],
  [now, `key ${fingerprint}, which expired on 2026-01-01`],
])('a key that ends at %p', (expires, sentence) => {
  expect(describeKey({ fingerprint, expires }, now)).toBe(sentence)
})

test('a subkey ends with its primary key at the latest', () => {
  const colons = [
    'tru::1:1:0:3:1:5',
    'pub:-:3072:1:AAAA:1700000000:1800000000::-:::scSC:',
    'fpr:::::::::AAAA:',
    'uid:-::::1::X::name::::::::::0:',
    'sub:-:3072:1:BBBB:1700000000:1900000000:::::s:',
    'fpr:::::::::BBBB:',
    'sub:-:3072:1:CCCC:1700000000::::::s:',
    'fpr:::::::::CCCC:',
    'pub:-:255:22:DDDD:1700000000:::-:::scSC:',
    'fpr:::::::::DDDD:',
  ]
  const expires = 1_800_000_000_000
  expect(parseKeys(colons.join('\n'))).toEqual([
    { fingerprint: 'AAAA', expires },
    { fingerprint: 'BBBB', expires },
    { fingerprint: 'CCCC', expires },
    { fingerprint: 'DDDD', expires: undefined },
  ])
})
