import { expect, test } from '@jest/globals'
import { listSources } from '../../src/spec/sources.js'
import { modelOf } from './model.js'

const changelog = [{ version: '1.2.3', time: 1_700_000_000, changes: ['Greets louder'] }]
const license = 'Copyright (c) 2021-2023 Jane Doe. All rights reserved.\n\nCopyright 2024 The hello authors\n'

function textOf(suffix: string, addition = ''): string | undefined {
  return listSources(modelOf(addition, '1.2.3', { changelog, license })).find(({ name }) => name.endsWith(suffix))?.text
}

test('beside the tarball lie only the files that the package needs', () => {
  const names = (addition: string) => listSources(modelOf(addition)).map(({ name }) => name)
  expect(names('')).toEqual([
    '%{name}_%{version}.orig.tar.xz',
    'hello.rpmlintrc',
    'hello.copyright',
    'hello.changelog',
    'hello.lintian-overrides',
  ])
  expect(names('formats: [rpm]')).toEqual(['%{name}_%{version}.orig.tar.xz', 'hello.rpmlintrc'])
})

test('the copyright file names the licence where Debian has its text, and LICENSE where it does not', () => {
  expect(textOf('.copyright')).toContain('\nLicense: Apache-2.0\n')
  expect(textOf('.copyright')).toContain('/usr/share/common-licenses/Apache-2.0.')
  const bsd = modelOf()
  const metadata = { ...bsd.planned.metadata, license: 'BSD-2-Clause' }
  const [, , copyright] = listSources({ ...bsd, planned: { ...bsd.planned, metadata } })
  expect(copyright?.text).toContain('License: BSD-2-Clause\n The whole text is in the file LICENSE beside this one.\n')
})

test('the copyright file is what debian/copyright has to be', () => {
  expect(textOf('.copyright')).toBe(
    [
      'Format: https://www.debian.org/doc/packaging-manuals/copyright-format/1.0/',
      'Upstream-Name: hello',
      'Source: https://example.org',
      '',
      'Files: *',
      'Copyright: 2021-2023 Jane Doe.',
      '           2024 The hello authors',
      'License: Apache-2.0',
      '',
      'License: Apache-2.0',
      ' On Debian systems the whole text is in /usr/share/common-licenses/Apache-2.0.',
      '',
    ].join('\n'),
  )
})

test.each([
  ['a licence that is not known', ''],
  ['a licence that names nobody', 'Copyright [yyyy] [name of copyright owner]\n\n2. Grant of Copyright License. Subject to'],
])('year and holder of the copyright are left out with %s', (_, text) => {
  const [, , copyright] = listSources(modelOf('', '1.2.3', { changelog, license: text }))
  expect(copyright?.text).toContain('\nCopyright: as stated in the file LICENSE beside this one\nLicense: Apache-2.0\n')
})

test("the changelog of the deb is in Debian's form", () => {
  expect(textOf('.changelog')).toBe(
    [
      'hello (1.2.3-1) stable; urgency=medium',
      '',
      '  * Greets louder',
      '',
      ' -- Jane Doe <jane@example.org>  Tue, 14 Nov 2023 22:13:20 +0000',
      '',
    ].join('\n'),
  )
})

test('the exceptions of rpmlint are one filter with a reason for each, and badness for what only SUSE checks', () => {
  const lines = textOf('.rpmlintrc', 'rpmlint: { some-check: Because., suse-check: Elsewhere. }')?.split('\n') ?? []
  expect(lines.slice(-5)).toEqual([
    '# some-check: Because.',
    'addFilter("hello.*: [EW]: (?:invalid-url Source0|no-group-tag|no-signature|incoherent-version-in-changelog|position-independent-executable-suggested|unstripped-binary-or-object|invalid-license|some-check)")',
    '# suse-check: Elsewhere.',
    'setBadness("suse-check", 0)',
    '',
  ])
})

test('names and checks are no regular expressions', () => {
  const model = modelOf('rpmlint: { odd-check+x.y: Because. }')
  const sources = listSources({ ...model, planned: { ...model.planned, name: 'libhello++1.2' } })
  const { text = '' } = sources.find(({ name }) => name.endsWith('.rpmlintrc')) ?? {}
  const filter = text.split('\n').at(-2)
  expect(filter).toMatch(/^addFilter\("libhello\\\+\\\+1\\\.2\.\*: /)
  expect(filter).toContain('|odd-check\\+x\\.y)")')
})

test('a package with units does not have to pass the checks that no unit passes', () => {
  const filter = (addition: string) =>
    /\(\?:(.*)\)"/
      .exec(textOf('.rpmlintrc', addition) ?? '')?.[1]
      ?.split('|')
      .slice(7)
  expect(filter('units: { hello.service: { file: a } }')).toEqual(['only-non-binary-in-usr-lib', 'empty-%postun'])
  expect(filter('units: { hello.service: { file: a, restart: true } }')).toEqual(['only-non-binary-in-usr-lib'])
})

test('the overrides of lintian have a reason each', () => {
  expect(textOf('.lintian-overrides', 'lintian: { some-check: Because. }')).toBe(
    [
      ...['# It is about uploads to Debian.', 'hello: initial-upload-closes-no-bugs'],
      ...['# Programs are shipped as their project built them.', 'hello: unstripped-binary-or-object'],
      ...['# Because.', 'hello: some-check', ''],
    ].join('\n'),
  )
})
