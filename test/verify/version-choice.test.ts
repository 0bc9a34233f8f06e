import { expect, test } from '@jest/globals'
import { namesOf } from '../../src/architecture.js'
import { parsePolicy } from '../../src/verify/install/apt-survey.js'
import { judgeVersions, type Pin } from '../../src/verify/install/version-choice.js'

const policy = `demo:
  Installed: (none)
  Candidate: 1.1.0-1.1
  Version table:
     1.1.0-1.1 500
        500 https://example.org/deb ./ Packages
     1:0.9-3 100
        100 https://deb.example.net/debian bookworm/main amd64 Packages
     1.0.0-1.1 500
        500 https://deb.example.net/debian bookworm/main amd64 Packages
        500 https://example.org/deb ./ Packages
other:
  Installed: (none)
  Candidate: (none)
  Version table:
`

test('what apt-cache policy says is told apart by where it comes from', () => {
  expect([...parsePolicy(policy, 'https://example.org/deb/')]).toEqual([
    ['demo', { chosen: '1.1.0-1.1', seen: ['1.1.0-1.1', '1.0.0-1.1'] }],
    ['other', { chosen: undefined, seen: [] }],
  ])
})

const entry = { name: 'demo', version: '1.0.0-1.1', architecture: 'amd64' }
const cell = {
  format: 'deb' as const,
  subject: 'deb demo 1.0.0 amd64',
  expected: { package: 'demo', version: '1.0.0', architecture: namesOf('x86_64'), files: [] },
  entry: { ...entry, path: 'demo.deb', stated: { digests: {} }, text: '' },
}

test.each([
  ['the newest', '1.0.0-1.1', 'passed', 'without a version apt chooses 1.0.0-1.1, the only version of it'],
  [
    "the distribution's",
    '9-1',
    'warning',
    "without a version apt chooses 9-1, which is the distribution's, and not 1.0.0-1.1: users have to name the version",
  ],
  [
    'nothing',
    undefined,
    'failed',
    'without a version apt chooses nothing, and not 1.0.0-1.1, the newest of demo that the index has: look for what holds it back',
  ],
])('when apt chooses %s', (_, chosen, state, evidence) => {
  const packages = new Map([['demo', { chosen, seen: ['1.0.0-1.1'] }]])
  const survey = { manager: 'apt', command: 'apt-cache policy demo', packages, pins: new Map<string, readonly Pin[]>() }
  const [row] = judgeVersions([cell], survey, [entry], undefined)
  expect([row?.state ?? (row?.passed ? 'passed' : 'failed'), row?.evidence]).toEqual([state, evidence])
})

test('a version that users cannot name is a failure', () => {
  const pins = new Map([['demo 1.0.0-1.1', [{ written: 'demo=1.0.0-*', problem: "E: Version '1.0.0-*' was not found" }]]])
  const survey = { manager: 'apt', command: '', packages: new Map(), pins }
  const row = judgeVersions([cell], survey, [entry], undefined)[1]
  expect(row).toMatchObject({
    passed: false,
    subject: 'deb demo amd64, pinned versions',
    evidence: "apt does not find demo=1.0.0-*, as users write it: E: Version '1.0.0-*' was not found",
    cell: { version: '1.0.0-1.1' },
  })
})
