import { expect, test } from '@jest/globals'
import { relationLines } from '../../src/spec/relation-line.js'
import { modelOf } from './model.js'

test.each([
  ['any version', 'requires: { less: any }', ['deb+rpm Requires:       less']],
  ['a range', "requires: { less: '>= 1.2 < 2' }", ['deb+rpm Requires:       less >= 1.2', 'deb+rpm Requires:       less < 2']],
  ['none', 'requires: { less: none }', []],
  ['one format', 'requires: { mount: { formats: [deb] } }', ['deb Requires:       mount']],
  [
    'versions of this package',
    "requires: { less: { versions: { '<1.3': '>= 1', '>=1.3': '>= 2' } } }",
    ['deb+rpm Requires:       less >= 1'],
  ],
  [
    'another version for each format',
    "requires: { less: [{ formats: [deb], version: '>= 1:2' }, { formats: [rpm], version: '>= 2' }] }",
    ['deb Requires:       less >= 1:2', 'rpm Requires:       less >= 2'],
  ],
  ['the same version', "provides: { greeter: '= {package-version}' }", ['deb+rpm Provides:       greeter = 1.2.3']],
  ['before unpacking', 'requires-pre: { adduser: any }', ['deb+rpm Requires(pre):  adduser']],
  ['for the scripts', 'requires-post: { adduser: any }', ['deb+rpm Requires(post): adduser']],
  ['what goes well with it', 'suggests: { less: any }', ['deb Suggests:       less', 'rpm Suggests:       less']],
  ['what must not be there', "conflicts: { less: '= 1-2' }", ['deb+rpm Conflicts:      less = 1-2']],
  ['what debbuild wants in a conditional', 'recommends: { less: any }', ['deb Recommends:     less', 'rpm Recommends:     less']],
  ['what it replaces', "replaces: { greeter: '< 1' }", ['deb+rpm Obsoletes:      greeter < 1']],
])('a relation to %s', (_, addition, lines) => {
  const { common, limited } = relationLines(modelOf(addition))
  expect(common.map(({ formats, text }) => `${formats.join('+')} ${text}`)).toEqual(lines)
  expect(limited).toEqual([])
})

test('a relation on some architectures is in a conditional that both tools know by their own names', () => {
  const addition = 'requires: { qemu: { architectures: [aarch64] } }'
  expect(relationLines(modelOf(addition)).limited).toEqual([
    '%if "%{_vendor}" == "debbuild"',
    '%ifarch aarch64 arm64',
    'Requires:       qemu',
    '%endif',
    '%endif',
  ])
})
