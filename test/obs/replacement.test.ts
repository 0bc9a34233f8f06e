import { expect, test } from '@jest/globals'
import { judgeByAge, listHeldVersions } from '../../src/obs/cleaning.js'
import { objectToReplacement, type ProofRow } from '../../src/obs/replacement.js'
import { containerOf } from './held.js'

const files = (version: string) => [
  `deb/x86_64/hello_${version}-1.1_amd64.deb`,
  `centos/x86_64/hello-${version}-1.1.x86_64.rpm`,
  `suse/x86_64/hello-${version}-1.1.x86_64.rpm`,
  `deb/x86_64/hello-doc_${version}-1.1_all.deb`,
]
const versions = listHeldVersions([containerOf('hello', '1.2', 2, files('1.2')), containerOf('hello', '1.1', 1, files('1.1'))])
const judge = (keep: number) => judgeByAge(versions, { keep, youngerThan: 0, now: Date.UTC(2026, 1), packages: ['hello'] })

const seen = (file: string, changes: Partial<ProofRow> = {}): ProofRow => ({
  ...{ check: 'presence', subject: `deb ${file}`, state: 'passed', passed: true, facts: { file } },
  ...changes,
})
const [deb, rpm] = [seen('hello_1.2-1.1_amd64.deb'), seen('hello-1.2-1.1.x86_64.rpm')]
const signed = seen('hello-1.2-1.1.x86_64.rpm', { check: 'signatures' })

test('a report that has seen every file of the newest version, in each repository, is a proof', () => {
  expect(objectToReplacement(judge(1), [deb, rpm, rpm])).toBeUndefined()
})

test('where nothing goes, nothing is to be proved', () => {
  expect(objectToReplacement(judge(2), [])).toBeUndefined()
})

test.each<[string, readonly ProofRow[], string]>([
  ['no report', [], 'the report proves nothing of hello_1.2-1.1_amd64.deb, the newest of hello'],
  [
    'a report of one of two repositories',
    [deb, rpm],
    'the report proves nothing of hello-1.2-1.1.x86_64.rpm, the newest of hello',
  ],
  ['a report of another check', [deb, rpm, signed], 'the report proves nothing of hello-1.2-1.1.x86_64.rpm, the newest of hello'],
  [
    'a report of the version before',
    [seen('hello_1.1-1.1_amd64.deb'), seen('hello-1.1-1.1.x86_64.rpm'), seen('hello-1.1-1.1.x86_64.rpm')],
    'the report proves nothing of hello_1.2-1.1_amd64.deb, the newest of hello',
  ],
  [
    'a report that could not find it out',
    [seen('hello_1.2-1.1_amd64.deb', { state: 'unproved' }), rpm, rpm],
    'the report proves nothing of hello_1.2-1.1_amd64.deb, the newest of hello',
  ],
  [
    'a report with a failure',
    [deb, rpm, rpm, { ...signed, state: 'failed', passed: false, subject: 'rpm hello 1.2 x86_64' }],
    '1 of 4 checks of the report failed (rpm hello 1.2 x86_64, signatures)',
  ],
])('%s is no proof', (_, rows, objection) => {
  expect(objectToReplacement(judge(1), rows)).toBe(objection)
})
