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
])('%s is refused', (addition, at, key, problem) => {
  expect(problemsWith(addition)).toEqual([`packages.yaml:${at}: packages.hello.${key} ${problem}.`])
})

test.each([
  "conflicts: { a: '= 1.2-1' }",
  "conflicts: { a: { version: '= 1.2', formats: [rpm] } }",
  "requires: { a: '>= 1 < 2' }",
])('%s is fine', (addition) => expect(problemsWith(addition)).toEqual([]))
