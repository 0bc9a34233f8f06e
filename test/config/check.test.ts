import { describe, expect, test } from '@jest/globals'
import { parseConfig } from '../../src/config/config.js'
import { UserError } from '../../src/error.js'
import { oneProgram } from '../support/config.js'

/** What is wrong with the config of one program when a text of it is another. */
function problemsWith(from: string, to: string): string[] {
  try {
    parseConfig('packages.yaml', oneProgram.replace(from, to))
  } catch (error) {
    if (error instanceof UserError) return error.message.split('\n')
    throw error
  }
  return []
}

describe('a placeholder that a relation does not know is told', () => {
  const known = 'has the unknown placeholder {verison}; known here: {package-version}.'
  test.each([
    ["{ other: '>= {verison}' }", 'packages.yaml:20:24: packages.hello.requires.other'],
    ["{ other: { version: '>= {verison}' } }", 'packages.yaml:20:24: packages.hello.requires.other'],
    [
      "{ other: [{ formats: [deb] }, { formats: [rpm], version: '< 2 >= {verison}' }] }",
      'packages.yaml:20:45: packages.hello.requires.other.1',
    ],
    [
      "{ other: { versions: { '<1.3': '>= {package-version}', '>=1.3': '>= {verison}' } } }",
      'packages.yaml:20:79: packages.hello.requires.other.versions.>=1.3',
    ],
    ["{ other: [{ versions: { '*': '= {verison}' } }] }", 'packages.yaml:20:44: packages.hello.requires.other.0.versions.*'],
  ])('in requires: %s', (requires, place) => {
    expect(problemsWith('section: admin', `requires: ${requires}`)).toEqual([`${place} ${known}`])
  })

  test.each(['requires', 'requires-pre', 'requires-post', 'recommends', 'suggests', 'conflicts', 'replaces', 'provides'])(
    'in %s',
    (kind) => {
      const [problem] = problemsWith('section: admin', `${kind}: { other: '= {verison}' }`)
      expect(problem).toContain(`packages.hello.${kind}.other ${known}`)
    },
  )

  test('and the one that it knows is not', () => {
    expect(problemsWith('section: admin', "requires: { other: '= {package-version}' }")).toEqual([])
  })
})

describe('the architectures of a builder', () => {
  const twice = (name: string) => [`packages.yaml:8:38: builders.deb.architectures.2 names ${name} a second time; keep one.`]
  test.each<[string, string, string[]]>([
    ['the same twice', '[x86_64, aarch64, x86_64]', twice('x86_64')],
    ['one for all versions and again for some', "[aarch64, s390x,  { name: aarch64, versions: '<1.3' }]", twice('aarch64')],
    [
      'the same from the beginning of time',
      "[{ name: aarch64, versions: '<1.0' }, aarch64]",
      ['packages.yaml:8:58: builders.deb.architectures.1 names aarch64 a second time; keep one.'],
    ],
    [
      'ranges that overlap',
      "[{ name: aarch64, versions: '<1.3' }, { name: aarch64, versions: '1.2' }]",
      ['packages.yaml:8:58: builders.deb.architectures.1 names aarch64 a second time; keep one.'],
    ],
    ['ranges without a version in common', "[{ name: aarch64, versions: '<1.3' }, { name: aarch64, versions: '>=1.4' }]", []],
    ['different ones at the same versions', "[{ name: aarch64, versions: '<1.3' }, { name: x86_64, versions: '<1.3' }]", []],
  ])('%s', (_, architectures, problems) => {
    expect(problemsWith('[x86_64, aarch64]', architectures)).toEqual(problems)
  })
})

describe('the same path twice', () => {
  const both = 'packages.hello.units.a.service and packages.hello.files.{unitdir}/a.service'
  const at = (place: string, formats: readonly string[]) => {
    const [first = ''] = formats
    return [`packages.yaml:${place}: ${both} are both installed at ${first}.`]
  }
  const deb = '/lib/systemd/system/a.service in deb'
  const rpm = '/usr/lib/systemd/system/a.service in rpm'
  test.each<[string, string, string, string[]]>([
    ['always', '', '', at('24:14', [deb])],
    ['always and at some versions', '', ", versions: '<1.3'", at('24:14', [deb])],
    ['at versions that overlap', ", versions: '<=1.3'", ", versions: '>=1.3'", at('24:14', [deb])],
    ['at the earliest versions', ", versions: '<1.0'", ", versions: '<2.0'", at('24:14', [deb])],
    ['at other versions', ", versions: '<1.3'", ", versions: '>=1.3'", []],
    ['in other formats', ', formats: [deb]', ', formats: [rpm]', []],
    ['in one format', ', formats: [rpm]', '', at('24:14', [rpm])],
  ])('%s', (_, file, unit, problems) => {
    const files = `'{unitdir}/a.service': { file: a.service${file} }\n    units: { a.service: { file: b.service${unit} } }`
    expect(problemsWith('/usr/bin/hello: { binary: hello }', files)).toEqual(problems)
  })

  test('is told also where only one format has them at one path', () => {
    const files = "'{unitdir}/a.service': { file: a }\n      /usr/lib/systemd/system/a.service: { file: b }"
    expect(problemsWith('/usr/bin/hello: { binary: hello }', files)).toEqual([
      'packages.yaml:24:7: packages.hello.files./usr/lib/systemd/system/a.service and packages.hello.files.{unitdir}/a.service are both installed at /usr/lib/systemd/system/a.service in rpm.',
    ])
  })
})

test.each([
  ['license-file', 'COPYING', '21:19'],
  ['readme', 'doc/README', '21:13'],
])('%s cannot be a member of a source that is not there', (key, member, place) => {
  const source = '    source: { folder: "bin/{goarch}" }\n    files:\n      /usr/bin/hello: { binary: hello }\n'
  expect(problemsWith(source, `    ${key}: { member: ${member} }\n`)).toEqual([
    `packages.yaml:${place}: packages.hello.${key} takes ${member} from the source, and packages.hello.source is missing.`,
  ])
  expect(problemsWith('section: admin', `${key}: { member: ${member} }`)).toEqual([])
})
