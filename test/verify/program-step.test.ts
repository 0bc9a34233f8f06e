import { expect, test } from '@jest/globals'
import { askPrograms, judgeAnswers } from '../../src/verify/install/program-step.js'

const answers = (...all: [code: number, question: string, text: string][]) =>
  all.map(([code, question, text]) => `== ${code} /usr/bin/demo ${question}\n${text}\n`).join('\n')

test.each<[string, string, string, string]>([
  [
    'by --version',
    answers([0, '--version', 'demo version v1.30.0 (abc)'], [1, 'version', 'unknown']),
    '1.30.0',
    '`/usr/bin/demo --version` says 1.30.0',
  ],
  [
    'by version',
    answers([1, '--version', 'unknown flag'], [0, 'version', '{GitVersion:"v1.30.0"}']),
    '1.30.0',
    '`/usr/bin/demo version` says 1.30.0',
  ],
  [
    'of a prerelease',
    answers([0, '--version', 'Kubernetes v1.30.0-rc.1']),
    '1.30.0-rc.1',
    '`/usr/bin/demo --version` says 1.30.0-rc.1',
  ],
  [
    'although it fails for lack of a server',
    answers([1, 'version', 'Client Version: v1.30.0']),
    '1.30.0',
    '`/usr/bin/demo version` says 1.30.0',
  ],
  [
    'not at all',
    answers([2, '--version', 'usage: demo'], [2, 'version', 'usage: demo 1.2.3']),
    '1.30.0',
    '/usr/bin/demo does not say its version',
  ],
])('a program says its version %s', (_, output, version, told) => {
  expect(judgeAnswers(output, version)).toEqual({ told })
})

test.each<[string, string, string]>([
  ['another', '1.29.0', '1.29.0'],
  ['a longer', '1.30.01', '1.30.01'],
  ['one with another part', '1.30.0.1', '1.30.0.1'],
  ['a prerelease of it', '1.30.0-rc.1', '1.30.0-rc.1'],
])('a program that says %s version fails', (_, said, shown) => {
  expect(judgeAnswers(answers([0, '--version', `demo ${said}`]), '1.30.0')).toEqual({
    problem: `\`/usr/bin/demo --version\` says ${shown}, not 1.30.0: build that version`,
  })
})

test('a program that cannot be started fails, but in an assumed base, which may lack its libraries', () => {
  const output = answers([127, '--version', 'demo: error while loading shared libraries'], [127, 'version', ''])
  expect(judgeAnswers(output, '1.0.0')).toEqual({
    problem: '/usr/bin/demo cannot be started: demo: error while loading shared libraries',
  })
  expect(judgeAnswers(output, '1.0.0', true)).toEqual({ told: '/usr/bin/demo cannot be started in a base that is only assumed' })
})

test('only programs are asked, and nobody when there is none', () => {
  const trial = {
    entry: {
      name: 'demo',
      version: '1-1',
      architecture: 'amd64',
      path: '',
      stated: { digests: {} },
      text: '',
    },
    requirements: [],
    version: '1',
    files: [
      { path: '/usr/lib/demo', sha256: '' },
      { path: '/opt/cni/bin/bridge', sha256: '' },
    ],
    previous: undefined,
    isAssumed: false,
  } as const
  expect(askPrograms(trial)).toBeUndefined()
  const files = [...trial.files, { path: "/usr/sbin/it's", sha256: '' }]
  expect(askPrograms({ ...trial, files })?.script.split('\n')[0]).toBe(`for program in '/usr/sbin/it'\\''s'; do`)
})
