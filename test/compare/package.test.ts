import { expect, test } from '@jest/globals'
import { comparePackages } from '../../src/compare/package-difference.js'
import type { PackageFile, PackageModel } from '../../src/package/package-model.js'
import { makeFile, makeModel } from './model.js'

type Row = readonly [what: string, where: string, left: string | null, right: string | null]
type Parts = Partial<PackageModel>

function rows(left: Parts, right: Parts): readonly Row[] {
  return comparePackages(makeModel(left), makeModel(right)).map((each) => [each.what, each.where, each.left, each.right])
}

const program = (parts: Partial<PackageFile>): Parts => ({ files: new Map([['/usr/bin/demo', makeFile(parts)]]) })

test('packages that hold the same are the same, wherever they lie', () => {
  expect(rows({ file: '/here/demo.deb' }, { file: 'http://127.0.0.1/there.deb' })).toEqual([])
})

test.each<[string, Parts, Parts, Row[]]>([
  ['the name', {}, { name: 'other' }, [['name', '', 'demo', 'other']]],
  ['the architecture', {}, { architecture: 'noarch' }, [['architecture', '', 'x86_64', 'noarch']]],
  ['the version', {}, { version: '1.1-1' }, [['version', '', '1.0', '1.1']]],
  ['the epoch', {}, { version: '1:1.0-1' }, [['version', '', '1.0', '1:1.0']]],
  ['the release', {}, { version: '1.0-1.1' }, [['release', '', '1', '1.1']]],
  ['a release on one side', { version: '1.0' }, {}, [['release', '', null, '1']]],
  [
    'the metadata',
    { metadata: { summary: 'A', url: '', vendor: 'me' } },
    { metadata: { summary: 'B' } },
    [
      ['metadata', 'summary', 'A', 'B'],
      ['metadata', 'vendor', 'me', null],
    ],
  ],
  [
    'relations',
    { relations: { depends: ['a >= 1', 'b', 'c'] } },
    { relations: { depends: ['a >= 2', 'b'], conflicts: ['d'] } },
    [
      ['relations', 'conflicts', null, 'd'],
      ['relations', 'depends', 'a >= 1', 'a >= 2'],
      ['relations', 'depends', 'c', null],
    ],
  ],
  [
    'the line of a script',
    { scripts: { postinst: '#!/bin/sh\ntrue\n' } },
    { scripts: { postinst: '#!/bin/sh\nfalse\n' } },
    [['scripts', 'postinst', 'line 2: true', 'line 2: false']],
  ],
  [
    'the length of a script',
    { scripts: { postinst: '#!/bin/sh' } },
    { scripts: { postinst: '#!/bin/sh\n' } },
    [['scripts', 'postinst', 'ends before line 2', 'line 2: ']],
  ],
  ['a script on one side', {}, { scripts: { prerm: 'a\nb' } }, [['scripts', 'prerm', null, '2 lines']]],
  [
    'the sizes',
    {},
    { size: { package: 1001, installed: 6 } },
    [
      ['size', 'package', '1000', '1001'],
      ['size', 'installed', '5', '6'],
    ],
  ],
  ['a path on one side', {}, { files: new Map() }, [['files', '/usr/bin/demo', 'file', null]]],
  ['the type', {}, program({ type: 'link', target: 'x' }), [['type', '/usr/bin/demo', 'file', 'link']]],
  [
    'the target of a link, and not its mode',
    program({ type: 'link', target: 'x', mode: 0o777 }),
    program({ type: 'link', target: 'y', mode: 0o755 }),
    [['link', '/usr/bin/demo', 'x', 'y']],
  ],
  ['the mode', {}, program({ mode: 0o4755 }), [['mode', '/usr/bin/demo', '0755', '4755']]],
  ['the owner', {}, program({ group: 'adm' }), [['owner', '/usr/bin/demo', 'root:root', 'root:adm']]],
  ['the marks', {}, program({ marks: ['config', 'noreplace'] }), [['marks', '/usr/bin/demo', null, 'config noreplace']]],
  ['the content', {}, program({ sha256: 'b'.repeat(64) }), [['digest', '/usr/bin/demo', 'a'.repeat(64), 'b'.repeat(64)]]],
])('%s is compared', (_, left, right, expected) => {
  expect(rows(left, right)).toEqual(expected)
})

const directory = makeFile({ type: 'directory', sha256: undefined })
const deb: Parts = {
  format: 'deb',
  metadata: { summary: 'A', maintainer: 'Jane' },
  relations: { depends: ['a >= 1', 'b'], 'pre-depends': ['c'], breaks: ['d < 2'], replaces: ['d < 2'] },
  scripts: { postinst: 'true' },
  files: new Map([
    ['/usr', directory],
    ['/etc/demo.conf', makeFile({ marks: ['config'] })],
    ['/usr/bin/demo', makeFile()],
  ]),
}
const rpm: Parts = {
  format: 'rpm',
  metadata: { summary: 'A', license: 'MIT' },
  relations: { requires: ['/bin/sh', 'a >= 1', 'libc.so.6()(64bit)'], 'requires(post)': ['b', 'c'], conflicts: ['d < 2'] },
  size: { package: 1, installed: 1 },
  files: new Map([
    ['/var/lib/demo', directory],
    ['/var/log/demo', makeFile({ marks: ['ghost'] })],
    ['/etc/demo.conf', makeFile({ marks: ['config', 'noreplace'] })],
    ['/usr/bin/demo', makeFile()],
  ]),
}

test('a deb and an rpm of the same are the same, as far as they have common words', () => {
  expect(rows(deb, rpm)).toEqual([])
  expect(rows(rpm, deb)).toEqual([])
})

test('a deb and an rpm are compared by relations, files, modes, config marks and contents', () => {
  const files = new Map([
    ['/etc/demo.conf', makeFile({ mode: 0o600 })],
    ['/usr/bin/demo', makeFile({ sha256: 'b'.repeat(64) })],
    ['/usr/bin/more', makeFile()],
  ])
  const relations = { requires: ['a >= 2', 'b', 'c'], conflicts: ['d < 2'] }
  expect(rows(deb, { ...rpm, version: '1.0-2', files, relations })).toEqual([
    ['release', '', '1', '2'],
    ['relations', 'requires', 'a >= 1', 'a >= 2'],
    ['mode', '/etc/demo.conf', '0755', '0600'],
    ['marks', '/etc/demo.conf', 'config', null],
    ['digest', '/usr/bin/demo', 'a'.repeat(64), 'b'.repeat(64)],
    ['files', '/usr/bin/more', null, 'file'],
  ])
})
