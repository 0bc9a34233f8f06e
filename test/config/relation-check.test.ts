import { expect, test } from '@jest/globals'
import { parseConfig } from '../../src/config/config.js'
import { UserError } from '../../src/error.js'
import { oneProgram } from '../support/config.js'

function problemsWith(addition: string): string[] {
  try {
    parseConfig('packages.yaml', `${oneProgram}    ${addition}\n`)
  } catch (error) {
    if (error instanceof UserError) return error.message.split('\n')
    throw error
  }
  return []
}

const release = 'has "= 1.2" without a release, which is no version of a deb; state its release or another bound'
test.each([
  ["conflicts: { a: '>= 1 < 2' }", '24:21', 'conflicts.a', 'has 2 bounds, each of which would count alone; state one'],
  ["provides: { a: '>= 1' }", '24:20', 'provides.a', 'has >=, and a deb provides one version; write "= version"'],
  ["replaces: { a: '= 1.2' }", '24:20', 'replaces.a', release],
  ["conflicts: { a: { versions: { '*': '= 1.2' } } }", '24:40', 'conflicts.a.versions.*', release],
  ["requires: { 'a | b': any }", '24:26', 'requires.a | b', 'is about a | b, which rpms do not have; say formats: [deb]'],
  [
    "requires: { '(a if b)': any }",
    '24:29',
    'requires.(a if b)',
    'is about (a if b), which debs do not have; say formats: [rpm]',
  ],
  ['breaks: { a: any }', '24:18', 'breaks.a', 'is about breaks, which rpms do not have; say formats: [deb]'],
  ['supplements: { a: any }', '24:23', 'supplements.a', 'is about supplements, which debs do not have; say formats: [rpm]'],
  [
    "requires: { 'a | b': { formats: [deb], version: '> 1' } }",
    '24:26',
    'requires.a | b',
    'has a version beside a name that is an expression; leave it out',
  ],
  ['requires: { a: { builders: [deb, x] } }', '24:20', 'requires.a', 'names the builder x; there are deb, rpm'],
])('%s is refused', (addition, at, key, problem) => {
  expect(problemsWith(addition)).toEqual([`packages.yaml:${at}: packages.hello.${key} ${problem}.`])
})

test.each([
  "conflicts: { a: '= 1.2-1' }",
  "conflicts: { a: { version: '= 1.2', formats: [rpm] } }",
  "requires: { a: '>= 1 < 2' }",
])('%s is fine', (addition) => expect(problemsWith(addition)).toEqual([]))

test('a builder whose format has another one cannot have a relation alone', () => {
  const other = '  suse: { format: rpm, paths: [{ project: a, repository: b }], architectures: [x86_64] }\npackages:'
  const text = `${oneProgram.replace('packages:', other)}    requires: { a: { builders: [rpm] } }\n`
  expect(() => parseConfig('packages.yaml', text)).toThrow(
    'packages.hello.requires.a leaves out the builder suse, which builds the same rpm for x86_64 of one spec; name it too, or let one of them build x86_64.',
  )
})
