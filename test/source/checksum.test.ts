import { expect, test } from '@jest/globals'
import { findDigest } from '../../src/source/checksum.js'

const one = 'a'.repeat(64)
const two = 'b'.repeat(64)

test.each([
  ['a lone digest', `${one}\n`, one],
  ['a digest in capitals', one.toUpperCase(), one],
  ['a line of sha256sum', `${one}  runc.amd64\n`, one],
  ['a list', `${two}  runc.arm64\n${one} *./dist/runc.amd64\n`, one],
  ['a list without the file', `${two}  runc.arm64\n${one}  runc.s390x\n`, undefined],
  ['a page of HTML', '<html>not found</html>', undefined],
])('finds the digest in %s', (_, text, digest) => {
  expect(findDigest(text, 'runc.amd64')).toBe(digest)
})
