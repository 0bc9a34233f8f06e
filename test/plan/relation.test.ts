import { describe, expect, test } from '@jest/globals'
import { parseConfig } from '../../src/config/config.js'
import { oneProgram } from '../support/config.js'
import { planOf } from '../support/plan.js'

/** The relations of the one program in a format, as text. */
function relationsOf(relations: string, format: 'deb' | 'rpm' = 'deb', version = '1.2.3'): string[] {
  const plan = planOf(parseConfig('packages.yaml', `${oneProgram}    ${relations}\n`), { version })
  const build = plan.packages[0]?.builds.find((each) => each.format === format)
  return (build?.relations ?? []).map(({ kind, name, bounds, on }) =>
    [kind, name, bounds.join(', ') || 'any', ...(on === undefined ? [] : ['on', ...on])].join(' '),
  )
}

test.each([
  ['requires: { less: any }', ['requires less any']],
  ['requires: { less: none }', []],
  ["requires: { less: '>= 1.2 < 2' }", ['requires less >= 1.2, < 2']],
  ["requires: { less: '= 1.2' }", ['requires less >= 1.2, < 1.2A~']],
  ["requires: { less: '= 1.2-3' }", ['requires less = 1.2-3']],
  ["provides: { hi: '= {package-version}' }", ['provides hi = 1.2.3~rc.1']],
  ['requires: { less: [{ architectures: [aarch64] }] }', ['requires less any on aarch64']],
  ['requires: { less: [{ architectures: [x86_64, aarch64] }] }', ['requires less any']],
  ['requires: { less: [{ architectures: [s390x] }] }', []],
  ['requires: { less: [{ formats: [rpm] }] }', []],
  [
    "requires: { less: [{ version: '>= 1', architectures: [aarch64] }, { version: '>= 2', architectures: [x86_64] }] }",
    ['requires less >= 2 on x86_64', 'requires less >= 1 on aarch64'],
  ],
  [
    "requires: { less: [{ version: '>= 1', architectures: [aarch64] }, { version: '>= 1', architectures: [x86_64] }] }",
    ['requires less >= 1'],
  ],
  ['conflicts: { a: any }\n    requires: { b: any, a: any }', ['requires b any', 'requires a any', 'conflicts a any']],
])('%s', (config, expected) => {
  expect(relationsOf(config, 'deb', '1.2.3-rc.1')).toEqual(expected)
})

describe('a table of versions', () => {
  const table = "requires: { less: { versions: { '<1.2': '>= 1', '1.2': none, '>1.2': any } } }"
  test.each([
    ['1.1.9', ['requires less >= 1']],
    ['1.2.0', []],
    ['1.3.0-rc.1', ['requires less any']],
  ])('is asked for the version of the package: %s', (version, expected) => {
    expect(relationsOf(table, 'rpm', version)).toEqual(expected)
  })

  test('is asked for its own version when the package is carried', () => {
    expect(relationsOf(`version: { '*': 1.1.0 }\n    ${table}`, 'rpm', '1.3.0')).toEqual(['requires less >= 1'])
  })
})
