import { describe, expect, test } from '@jest/globals'
import { Ajv } from 'ajv'
import { readFileSync } from 'node:fs'
import { toResult, leaveUnproved, pass } from '../../src/verify/finding.js'
import { cellRowOf, hostile, releaseOf, rowOf } from '../report/rows.js'

const schema = JSON.parse(readFileSync('schema/verify-report.schema.json', 'utf8')) as object // what the generator writes
const ajv = new Ajv({ strict: true, allErrors: true })
const validate = ajv.compile(schema)
/** Takes away what the schema does not describe. */
const prune = new Ajv({ removeAdditional: 'all' }).compile(schema)

const whole = cellRowOf(
  'failed',
  { format: 'rpm', package: 'runc', version: '1.1.15', architecture: 'x86_64' },
  { evidence: hostile, details: ['downloaded it'], snippet: { path: '/etc/yum.repos.d/x.repo', text: '[x]\n' } },
)

function problemsOf(report: unknown): string[] {
  return validate(report) ? [] : (validate.errors ?? []).map(({ instancePath, message }) => `${instancePath}: ${message}`)
}

test('the published schema is a JSON Schema of draft 7', () => {
  expect(schema).toHaveProperty('$schema', 'http://json-schema.org/draft-07/schema#')
  expect(ajv.validateSchema(schema)).toBe(true)
})

test('a report is right by the published schema, which describes every key of it', () => {
  const findings = [pass('presence', 'deb runc 1 amd64', 'there'), leaveUnproved('install', 'deb runc 1 s390x', 'no qemu')]
  const report: unknown = JSON.parse(JSON.stringify([...findings.map(toResult), whole, ...releaseOf(['a'], ['1'])]))
  expect(problemsOf(report)).toEqual([])
  const pruned: unknown = structuredClone(report)
  prune(pruned)
  expect(pruned).toEqual(report)
})

describe('the published schema refuses', () => {
  test.each([
    ['a row without a state', { ...rowOf('passed'), state: undefined }, "/0: must have required property 'state'"],
    ['an unknown check', { ...rowOf('passed'), check: 'luck' }, '/0/check: must be equal to one of the allowed values'],
    [
      'a cell without a version',
      { ...whole, cell: { ...whole.cell, version: undefined } },
      "/0/cell: must have required property 'version'",
    ],
    ['steps that are none', { ...whole, details: 'downloaded' }, '/0/details: must be array'],
  ])('%s', (_, row, problem) => {
    expect(problemsOf(JSON.parse(JSON.stringify([row])))).toEqual([problem])
  })
})
