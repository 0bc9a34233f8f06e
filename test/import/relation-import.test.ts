import { expect, test } from '@jest/globals'
import { importRelations, parseRelation } from '../../src/import/relation-import.js'

test.each([
  ['bash', { name: 'bash', constraint: 'any' }],
  ['libc6 (>= 2.31)', { name: 'libc6', constraint: '>= 2.31' }],
  ['glibc >= 2.31', { name: 'glibc', constraint: '>= 2.31' }],
  ['glibc>=2.31', { name: 'glibc', constraint: '>= 2.31' }],
  ['old (<< 2.0)', { name: 'old', constraint: '< 2.0' }],
  ['old (>> 2.0)', { name: 'old', constraint: '> 2.0' }],
  ['api (= {package-version})', { name: 'api', constraint: '= {package-version}' }],
  ['libc6|musl', { name: 'libc6 | musl', constraint: 'any' }],
  ['(selinux if policy)', { name: '(selinux if policy)', constraint: 'any' }],
  ['two words', undefined],
  ['a (near 2)', undefined],
])('%j is a relation', (text, relation) => {
  expect(parseRelation(text)).toEqual(relation)
})

test('what both formats need is said once, and the rest for the format that has it', () => {
  const refused: string[] = []
  const relations = importRelations(
    {
      deb: ['bash', 'libc6 (>= 2.31)', 'a | b', '(x if y)', 'both (>= 1)', 'r (>= 1)', 'r (<< 2)'],
      rpm: ['bash', 'a | b', 'both >= 2'],
    },
    (text, format) => refused.push(`${format}: ${text}`),
  )
  expect(relations).toEqual({
    bash: 'any',
    libc6: { version: '>= 2.31', formats: ['deb'] },
    'a | b': { formats: ['deb'] },
    both: [
      { version: '>= 1', formats: ['deb'] },
      { version: '>= 2', formats: ['rpm'] },
    ],
    r: { version: '>= 1 < 2', formats: ['deb'] },
  })
  expect(refused).toEqual(['deb: (x if y)', 'rpm: a | b'])
})
