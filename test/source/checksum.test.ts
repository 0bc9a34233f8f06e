import { expect, test } from '@jest/globals'
import { findDigest } from '../../src/source/checksum.js'

const one = 'a'.repeat(64)
const two = 'b'.repeat(64)
const long = 'c'.repeat(128)

test.each([
  ['a lone digest', `${one}\n`, one],
  ['a digest in capitals', one.toUpperCase(), one],
  ['a line of sha256sum', `${one}  runc.amd64\n`, one],
  ['the only line, whatever the name', `${one}  dist/runc\n`, one],
  ['a list', `${two}  runc.arm64\n${one} *./dist/runc.amd64\n`, one],
  ['a list with other digests of the file', `${long}  runc.amd64\n${one}  runc.amd64\n${two}  runc.arm64\n`, one],
  ['a list of sha256sum --tag', `SHA256 (runc.arm64) = ${two}\nSHA256 (runc.amd64) = ${one}\n`, one],
  ['a list of openssl', `SHA256(runc.arm64)= ${two}\nSHA2-256(runc.amd64)= ${one}\n`, one],
  ['a list with comments and CRLF', `# sums\r\n${two}  runc.arm64\r\n${one}  runc.amd64\r\n`, one],
  ['a list that says the same twice', `${one}  runc.amd64\n${one}  ./runc.amd64\n`, one],
  ['a list without the file', `${two}  runc.arm64\n${one}  runc.s390x\n`, undefined],
  ['a page of HTML', '<html>not found</html>', undefined],
  ['nothing', '', undefined],
])('finds the digest in %s', (_, text, digest) => {
  expect(findDigest(text, 'runc.amd64', 'sha256')).toBe(digest)
})

test('of a list with paths the one counts that agrees most', () => {
  const text = `${one}  bin/linux/amd64/kubectl\n${two}  bin/linux/arm64/kubectl\n`
  expect(findDigest(text, 'v1.31.0/bin/linux/arm64/kubectl', 'sha256')).toBe(two)
})

test('a name with two digests is refused', () => {
  const text = `${one}  amd64/kubectl\n${two}  arm64/kubectl\n`
  expect(() => findDigest(text, 'kubectl', 'sha256')).toThrow(
    'names kubectl with 2 different digests; nobody can say which is right',
  )
})

test('SHA-512 is found by its length', () => {
  expect(findDigest(`${one}  runc.amd64\n${long}  runc.amd64\n`, 'runc.amd64', 'sha512')).toBe(long)
})
