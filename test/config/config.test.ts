import { expect, test } from '@jest/globals'
import { parseConfig, readConfig } from '../../src/config/config.js'
import { parseConfigDocument } from '../../src/config/document.js'
import { UserError } from '../../src/error.js'
import { oneProgram } from '../support/config.js'

function problemsOf(text: string): string[] {
  try {
    parseConfig('packages.yaml', text)
  } catch (error) {
    if (error instanceof UserError) return error.message.split('\n')
    throw error
  }
  return []
}

test('fills in what a config leaves out', () => {
  const { config } = parseConfig('packages.yaml', oneProgram)
  expect(config.obs.apiurl).toBe('https://api.opensuse.org')
  expect(Object.keys(config.channels)).toEqual(['stable', 'dev', 'nightly'])
  expect(config.packages['hello']).toMatchObject({ 'license-file': 'LICENSE', readme: 'README.md' })
  expect(config.packages['hello']?.files).toEqual([{ binary: 'hello', mode: '0755' }])
})

test.each([
  [
    'an unknown key',
    ['section: admin', 'sektion: admin'],
    'packages.yaml:20:5: packages.hello.sektion is not a known key. Did you mean section?',
  ],
  ['a missing key', ['    license: Apache-2.0\n', ''], 'packages.yaml:14:3: packages.hello.license is missing.'],
  [
    'a wrong kind of value',
    ['architectures: [x86_64]', 'architectures: x86_64'],
    'packages.yaml:12:20: builders.rpm.architectures must be a list, not "x86_64".',
  ],
  [
    'an unknown architecture',
    ['[x86_64]', '[amd64]'],
    'packages.yaml:12:21: builders.rpm.architectures.0 must be one of x86_64, aarch64, armv7l, ppc64le, s390x, i586, not "amd64".',
  ],
  [
    'an unknown placeholder',
    ['{channel}:v{minor}:build', '{chanel}:build'],
    'packages.yaml:2:18: obs.build-project has the unknown placeholder {chanel}; known here: {channel}, {minor}.',
  ],
  [
    'two sources',
    ['{ folder: "bin/{goarch}" }', '{ folder: a, url: b }'],
    'packages.yaml:21:13: packages.hello.source must have either url or folder.',
  ],
  [
    'a file of no shape',
    ['- binary: hello', '- path: hello'],
    'packages.yaml:23:9: packages.hello.files.0 must have either binary, or file and to.',
  ],
  ['a key given twice', ['section: admin', 'license: MIT'], 'packages.yaml:20:5: Map keys must be unique'],
  [
    'prereleases in stable',
    ['builders:', 'channels: { stable: { versions: [release, prerelease] } }\nbuilders:'],
    'packages.yaml:4:33: channels.stable.versions must hold release alone: a prerelease never belongs into stable.',
  ],
  ['broken YAML', ['section: admin', 'section: "admin'], 'packages.yaml:20:20: Missing closing "quote'],
] as const)('tells the place of %s', (_, [from, to], message) => {
  expect(problemsOf(oneProgram.replace(from, to))).toContain(message)
})

test('tells every problem at once', () => {
  expect(problemsOf(oneProgram.replace('section: admin', 'sektion: admin').replace('url: https', 'url: http s'))).toHaveLength(2)
})

test('a config that extends another overrides single keys, and both are blamed by their own lines', () => {
  const overlay = parseConfigDocument(
    'mine.yaml',
    'extends: base.yaml\nobs: { publish-project: null }\npackages: { hello: { summary: Mine } }\n',
  )
  const base = parseConfigDocument('base.yaml', oneProgram)
  const { config, locate } = readConfig([overlay, base])
  expect(config.obs['publish-project']).toBeUndefined()
  expect(config.packages['hello']?.summary).toBe('Mine')
  expect(config.packages['hello']?.license).toBe('Apache-2.0')
  expect(locate(['packages', 'hello', 'summary'])).toEqual({ file: 'mine.yaml', line: 3, column: 31 })
  expect(locate(['packages', 'hello', 'license'])).toEqual({ file: 'base.yaml', line: 17, column: 14 })
})

test('an alias bomb is refused', () => {
  const bomb = [
    'a: &a [x, x, x, x, x, x, x, x, x, x]',
    ...'bcdefgh'.split('').map((name, index) => `${name}: &${name} [${`*${'abcdefgh'[index] ?? ''}, `.repeat(10)}]`),
  ]
  expect(() => parseConfig('packages.yaml', bomb.join('\n'))).toThrow(/Excessive alias count/)
})
