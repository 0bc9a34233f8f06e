import { expect, test } from '@jest/globals'
import { clearText, parseRelease, sameText } from '../../src/repository/deb-release.js'

const digest = 'ab'.repeat(32)

test('Release states every digest of the files that have one by which apt goes', async () => {
  const weak = 'cd'.repeat(16)
  const release = await parseRelease(
    `Origin: obs\nDate: Thu\nMD5Sum:\n ${weak} 5 Packages\n ${weak} 7 Sources\nSHA256:\n ${digest} 5 ./Packages\n ${digest.toUpperCase()} 3 Packages.gz\n`,
  )
  expect(release.fields.get('date')).toBe('Thu')
  expect([...release.files]).toEqual([
    ['Packages', { digests: { md5: weak, sha256: digest }, size: 5 }],
    ['Packages.gz', { digests: { sha256: digest }, size: 3 }],
  ])
})

test.each([
  ['', 'is empty'],
  ['Origin: x\n', 'states no SHA256 of its files'],
  [
    `Origin: x\nMD5Sum:\n ${'0'.repeat(32)} 5 Packages\n`,
    'states no SHA256 of its files, only weaker digests, which apt refuses',
  ],
  [`SHA256:\n ${digest} Packages\n`, `has under sha256 the line "${digest} Packages", which states no digest, size and path`],
  [`MD5Sum:\n ${'0'.repeat(32)} 5 a\nSHA256:\n ${digest} 6 a\n`, 'states two sizes of a: 5 and 6'],
])('a Release that vouches for nothing is refused: %j', async (text, message) => {
  await expect(parseRelease(text)).rejects.toMatchObject({ name: 'WorkError', message })
})

const signature = '-----BEGIN PGP SIGNATURE-----\n\nabc\n-----END PGP SIGNATURE-----\n'
const head = '-----BEGIN PGP SIGNED MESSAGE-----\nHash: SHA256\n\n'

test.each([
  ['the text', `${head}A: 1\nB: 2\n${signature}`, 'A: 1\nB: 2'],
  ['lines that began with a dash', `${head}- -x\nB: 2\n${signature}`, '-x\nB: 2'],
  ['nothing of a text before it', `Evil: 1\n${head}A: 1\n${signature}`, undefined],
  ['nothing of a text after it', `${head}A: 1\n${signature}Evil: 1\n`, undefined],
  ['nothing of an unsigned text', 'A: 1\n', undefined],
])('a clear-signed message holds %s', (_, message, text) => {
  expect(clearText(message)).toBe(text)
})

test('white space that signing drops is no difference', () => {
  expect(sameText('A: 1 \nB: 2\n', 'A: 1\nB: 2')).toBe(true)
  expect(sameText('A: 1\nB: 2\n', 'A: 1\nB: 3\n')).toBe(false)
})
