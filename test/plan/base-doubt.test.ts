import { expect, test } from '@jest/globals'
import { doubtBases } from '../../src/plan/base-doubt.js'
import { parseConfig } from '../../src/config/config.js'
import { oneProgram } from '../support/config.js'
import { planOf } from '../support/plan.js'

const relations = '    requires: { curl: any, socat: any }\n'
const doubt = (text: string) => doubtBases(planOf(parseConfig('packages.yaml', text)))
const based = (base: string) =>
  `${oneProgram.replace('    architectures: [x86_64]\n', `    architectures: [x86_64]\n    base: ${base}\n`)}${relations}`

test('a builder of rpms without a base is told what the install check will not find, and how to say it', () => {
  expect(doubt(`${oneProgram}${relations}`)).toEqual([
    'Builder rpm states no `base`, so the install check will not find curl, socat; say what its distribution has: base: { provides: [curl, socat] }, or its repositories.',
  ])
})

test.each([
  ['a package that requires nothing of others', oneProgram],
  ['a base that is stated', based('{ provides: [curl] }')],
  ['a base by its repositories', based("{ repositories: ['https://rpm.example.org/os/'] }")],
])('%s is no doubt', (_, text) => {
  expect(doubt(text)).toEqual([])
})
