import { describe, expect, test } from '@jest/globals'
import { nameLicense, readCopyright } from '../../src/attestation/license-name.js'

describe('what a package says of its licence', () => {
  test.each([
    'MIT',
    'Apache-2.0',
    'GPL-2.0-or-later',
    'BSD-3-Clause',
    'LGPL-2.1-only WITH Classpath-exception-2.0',
    '(MIT OR Apache-2.0) AND CC0-1.0',
  ])('is SPDX: %s', (text) => {
    expect(nameLicense(text)).toEqual({ expression: text })
  })

  test.each([
    ['GPLv2+', 'LicenseRef-GPLv2'],
    ['GPL-2', 'LicenseRef-GPL-2'],
    ['MIT and Apache-2.0', 'LicenseRef-MIT-and-Apache-2.0'],
    ['(MIT', 'LicenseRef-MIT'],
    ['see /usr/share/doc', 'LicenseRef-see-usr-share-doc'],
    ['©', 'LicenseRef-stated'],
  ])('is in words of its own: %s', (text, licenseId) => {
    expect(nameLicense(text)).toEqual({ expression: licenseId, extracted: { licenseId, extractedText: text } })
  })

  test.each(['', ' ', 'NOASSERTION'])('is nothing: %j', (text) => {
    expect(nameLicense(text)).toEqual({ expression: 'NOASSERTION' })
  })
})

test("a deb's licence is that of all files in its copyright file", () => {
  const head = 'Format: https://www.debian.org/doc/packaging-manuals/copyright-format/1.0/\n'
  expect(readCopyright(`${head}\nFiles: debian/*\nLicense: MIT\n\nFiles: *\nCopyright: me\nLicense: Apache-2.0\n text\n`)).toBe(
    'Apache-2.0',
  )
  expect(readCopyright('It is free.')).toBe('')
})
