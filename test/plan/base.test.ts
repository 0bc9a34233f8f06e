import { expect, test } from '@jest/globals'
import { parseConfig } from '../../src/config/config.js'
import { UserError } from '../../src/error.js'
import { defaultBase } from '../../src/plan/base.js'
import { oneProgram } from '../support/config.js'
import { planOf } from '../support/plan.js'

/** The config of one program with a base for one of its builders. */
function withBase(format: 'deb' | 'rpm', base: string): string {
  return oneProgram.replace(`    format: ${format}\n`, `    format: ${format}\n    base: ${base}\n`)
}

function plannedBase(format: 'deb' | 'rpm', base: string): unknown {
  const plan = planOf(parseConfig('packages.yaml', withBase(format, base)), { version: '1.2.3', packages: [] })
  return plan.builders.find(({ name }) => name === format)?.base
}

test('a builder without a base is left to the default of its format', () => {
  const plan = planOf(parseConfig('packages.yaml', oneProgram), { version: '1.2.3', packages: [] })
  expect(plan.builders.map((builder) => 'base' in builder)).toEqual([false, false])
  expect([defaultBase('deb'), defaultBase('rpm')]).toEqual([{ kind: 'host' }, { kind: 'provides', provides: [] }])
})

test('sources are taken as apt writes them, or as a list that becomes what apt reads', () => {
  const line = 'deb https://example.org/debian bookworm main'
  expect(plannedBase('deb', `{ sources: "${line}" }`)).toEqual({ kind: 'sources', sources: line })
  const one = '{ uri: "https://example.org/debian", suite: bookworm, components: [main], signed-by: /usr/share/keyrings/a.gpg }'
  const other = '{ uri: "https://example.org/flat", suite: / }'
  expect(plannedBase('deb', `{ sources: [${one}, ${other}] }`)).toEqual({
    kind: 'sources',
    sources: `Types: deb
URIs: https://example.org/debian
Suites: bookworm
Components: main
Signed-By: /usr/share/keyrings/a.gpg

Types: deb
URIs: https://example.org/flat
Suites: /
`,
  })
})

test('the base of rpms is repositories by address, or what it is assumed to provide', () => {
  expect(plannedBase('rpm', '{ repositories: ["https://example.org/os"] }')).toEqual({
    kind: 'repositories',
    urls: ['https://example.org/os'],
  })
  expect(plannedBase('rpm', '{ provides: [iptables = 1.8.7, socat] }')).toEqual({
    kind: 'provides',
    provides: ['iptables = 1.8.7', 'socat'],
  })
})

test.each<['deb' | 'rpm', string, string]>([
  ['deb', '{ provides: [socat] }', 'must have a base of its format: sources for deb; repositories or provides for rpm.'],
  [
    'rpm',
    '{ sources: "deb https://example.org /" }',
    'must have a base of its format: sources for deb; repositories or provides for rpm.',
  ],
  [
    'rpm',
    '{ provides: [socat], repositories: ["https://example.org"] }',
    'must have exactly one of sources, repositories and provides.',
  ],
  ['rpm', '{}', 'must have exactly one of sources, repositories and provides.'],
  ['rpm', '{ provides: ["iptables >= 1"] }', 'must be a name, or a name with its version as in "iptables = 1.8.7"'],
])('a builder of %ss is refused the base %s', (format, base, sentence) => {
  const parse = () => parseConfig('packages.yaml', withBase(format, base))
  expect(parse).toThrow(UserError)
  expect(parse).toThrow(sentence)
})
