import { expect, test } from '@jest/globals'
import { parseConfig } from '../../src/config/config.js'
import { holdsOn, packageFor, type Scope } from '../../src/config/scope.js'
import { oneProgram } from '../support/config.js'

const builders = [
  { name: 'debian', format: 'deb', architectures: ['x86_64', 'aarch64'] },
  { name: 'centos', format: 'rpm', architectures: ['x86_64', 'aarch64'] },
  { name: 'sle', format: 'rpm', architectures: ['armv7l', 'aarch64'] },
] as const

test.each<[Scope, readonly string[]]>([
  [{}, ['debian x86_64', 'debian aarch64', 'centos x86_64', 'centos aarch64', 'sle armv7l', 'sle aarch64']],
  [{ formats: ['deb'] }, ['debian x86_64', 'debian aarch64']],
  [{ architectures: ['x86_64', 'armv7l'] }, ['debian x86_64', 'centos x86_64', 'sle armv7l']],
  [{ builders: ['debian', 'sle'] }, ['debian x86_64', 'debian aarch64', 'sle armv7l', 'sle aarch64']],
  [{ builders: ['sle'], architectures: ['aarch64', 'x86_64'] }, ['sle aarch64']],
  [{ builders: ['sle'], formats: ['deb'] }, []],
])('what is narrowed by %j holds on %j', (scope, expected) => {
  const found = builders.flatMap((builder) =>
    ['x86_64', 'armv7l', 'aarch64']
      .toSorted(
        (left, right) =>
          builder.architectures.findIndex((each) => each === left) - builder.architectures.findIndex((each) => each === right),
      )
      .filter((architecture) => holdsOn(scope, builder, architecture))
      .map((architecture) => `${builder.name} ${architecture}`),
  )
  expect(found).toEqual(expected)
})

const text = `${oneProgram.replace('packages:', '  suse: { format: rpm, paths: [{ project: a, repository: b }], architectures: [x86_64] }\npackages:')}      /etc/x: [{ file: a, builders: [deb, suse] }, { file: b, builders: [rpm] }]
    requires: { a: { builders: [suse] }, b: any }
    scripts: { post: { deb: d, rpm: r, builders: { suse: s } }, preun: { builders: { rpm: p } } }
`

test.each([
  ['rpm', [['deb'], ['rpm']], [], { post: { deb: 'd', rpm: 'r' }, preun: { rpm: 'p' } }],
  ['suse', [['deb', 'rpm'], []], ['rpm'], { post: { deb: 'd', rpm: 's' }, preun: {} }],
])('in %s and the builder of debs a package differs by format alone', (name, files, relation, scripts) => {
  const pkg = parseConfig('packages.yaml', text).config.packages['hello']
  const found =
    pkg &&
    packageFor(pkg, [
      { name: 'deb', format: 'deb' },
      { name, format: 'rpm' },
    ])
  expect([found?.files['/etc/x']].flat().map((each) => each?.formats)).toEqual(files)
  expect(found?.requires['a']?.map(({ formats }) => formats)).toEqual([relation])
  expect(found?.requires['b']).toEqual(pkg?.requires['b'])
  expect(found?.scripts).toEqual(scripts)
})
