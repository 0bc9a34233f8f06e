import { expect, test } from '@jest/globals'
import { parseConfig } from '../../src/config/config.js'
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
  expect(config.packages['hello']).toMatchObject({ files: { '/usr/bin/hello': { binary: 'hello' } }, units: {}, requires: {} })
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
    'packages.yaml:12:21: builders.rpm.architectures.0 must be one of x86_64, aarch64, armv7l, ppc64le, s390x, i586, riscv64, not "amd64". Did you mean x86_64?',
  ],
  [
    'an unknown format',
    ['format: rpm', 'format: rpn'],
    'packages.yaml:10:13: builders.rpm.format must be one of deb, rpm, not "rpn". Did you mean rpm?',
  ],
  [
    'a name that is no deb',
    ['  hello:\n', '  Hello_2:\n'],
    'packages.yaml:14:3: packages.Hello_2 must be at least two of a-z, 0-9, . + and -, a letter or digit first, to be the name of a deb, not "Hello_2".',
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
    'a file of no kind',
    ['{ binary: hello }', '{ mode: "0755" }'],
    'packages.yaml:23:23: packages.hello.files./usr/bin/hello must have exactly one of binary, member, file, directory, link and ghost.',
  ],
  [
    'a file that two keys install',
    [
      '/usr/bin/hello: { binary: hello }',
      "'{unitdir}/a.service': { file: a.service }\n    units: { a.service: { file: b.service } }",
    ],
    'packages.yaml:24:14: packages.hello.units.a.service and packages.hello.files.{unitdir}/a.service are both installed at /lib/systemd/system/a.service in deb.',
  ],
  [
    'several files at one path',
    ['{ binary: hello }', "{ binary: 'hello*' }"],
    'packages.yaml:23:23: packages.hello.files./usr/bin/hello must end with a slash if, and only if, it takes several files (hello*).',
  ],
  [
    'a program without a source',
    ['    source: { folder: "bin/{goarch}" }\n', ''],
    'packages.yaml:22:23: packages.hello.files./usr/bin/hello takes hello from the source, and packages.hello.source is missing.',
  ],
  [
    'a relation without a meaning',
    ['section: admin', 'requires: { libc6: 2.36 }'],
    'packages.yaml:20:24: packages.hello.requires.libc6 must be text or a map or a list, not 2.36. Put it into quotes.',
  ],
  [
    'a constraint of another world',
    ['section: admin', 'requires: { libc6: "^2.36" }'],
    'packages.yaml:20:24: packages.hello.requires.libc6 must be any, none, or comparisons such as ">= 1.2" or ">= 1.2 < 2", not "^2.36".',
  ],
  [
    'an unknown key of a relation',
    ['section: admin', 'requires: { libc6: { verion: ">= 2" } }'],
    'packages.yaml:20:26: packages.hello.requires.libc6.verion is not a known key. Did you mean version?',
  ],
  [
    'ranges that overlap',
    ['section: admin', 'requires: { libc6: { versions: { "<1.28": any, "<=1.28": ">= 2" } } }'],
    'packages.yaml:20:52: packages.hello.requires.libc6.versions has two ranges that hold the same versions, "<1.28" and "<=1.28"; let one end where the other begins.',
  ],
  [
    'an unknown architecture of a relation',
    ['section: admin', 'requires: { qemu: [{ architectures: [arm64] }] }'],
    'packages.yaml:20:42: packages.hello.requires.qemu.0.architectures.0 must be one of x86_64, aarch64, armv7l, ppc64le, s390x, i586, riscv64, not "arm64". Did you mean aarch64?',
  ],
  [
    'an unknown architecture of a relation with one case',
    ['section: admin', 'requires: { qemu: { architectures: [arm64] } }'],
    'packages.yaml:20:41: packages.hello.requires.qemu.architectures.0 must be one of x86_64, aarch64, armv7l, ppc64le, s390x, i586, riscv64, not "arm64". Did you mean aarch64?',
  ],
  [
    'a number in place of a yes or no',
    ['{ binary: hello }', '{ binary: hello, config: 1 }'],
    'packages.yaml:23:48: packages.hello.files./usr/bin/hello.config must be true or false, not 1.',
  ],
  [
    'an unknown architecture of a digest',
    ['{ binary: hello }', `{ binary: hello, source: { url: a, sha256: { amd64: ${'a'.repeat(64)} } } }`],
    'packages.yaml:23:75: packages.hello.files./usr/bin/hello.source.sha256.amd64 must be one of x86_64, aarch64, armv7l, ppc64le, s390x, i586, riscv64, not "amd64". Did you mean x86_64?',
  ],
  [
    'an architecture given twice',
    ['[x86_64, aarch64]', '[x86_64, aarch64, x86_64]'],
    'packages.yaml:8:38: builders.deb.architectures.2 names x86_64 a second time; keep one.',
  ],
  [
    'a path out of the package',
    ['/usr/bin/hello', '/usr/../hello'],
    'packages.yaml:23:7: packages.hello.files./usr/../hello must not contain .., not "/usr/../hello".',
  ],
  [
    'a member out of the source',
    ['{ binary: hello }', '{ member: a/../../b }'],
    'packages.yaml:23:33: packages.hello.files./usr/bin/hello.member must not contain .., not "a/../../b".',
  ],
  [
    'a list in place of a map',
    ['section: admin', 'requires: [less, curl]'],
    'packages.yaml:20:15: packages.hello.requires must be a map, not a list.',
  ],
  [
    'a list in place of text or a map',
    ['section: admin', 'readme: [a]'],
    'packages.yaml:20:13: packages.hello.readme must be text or a map, not a list.',
  ],
  [
    'a mistake in one of several alternatives',
    ['section: admin', 'requires: { less: [{ formats: [rpn] }] }'],
    'packages.yaml:20:36: packages.hello.requires.less.0.formats.0 must be one of deb, rpm, not "rpn". Did you mean rpm?',
  ],
  ['nothing', ['section: admin', 'units:'], 'packages.yaml:20:11: packages.hello.units must be a map, and is empty.'],
  [
    'the only choice',
    ['section: admin', 'changelog: { git: log }'],
    'packages.yaml:20:23: packages.hello.changelog.git must be tags, not "log".',
  ],
  ['a key given twice', ['section: admin', 'license: MIT'], 'packages.yaml:20:5: license is given twice; keep one.'],
  [
    'prereleases in stable',
    ['builders:', 'channels: { stable: { versions: [release, prerelease] } }\nbuilders:'],
    'packages.yaml:4:33: channels.stable.versions must hold release alone: a prerelease never belongs into stable.',
  ],
  ['broken YAML', ['section: admin', 'section: "admin'], 'packages.yaml:20:20: Missing closing "quote.'],
] as const)('tells the place of %s', (_, [from, to], message) => {
  expect(problemsOf(oneProgram.replace(from, to))).toContain(message)
})

test('tells every problem at once, in the order of the lines, also those of the sound parts', () => {
  const text = oneProgram
    .replace('{channel}:v{minor}:build', '{chanel}:build')
    .replace('[x86_64]', '[amd64]')
    .replace('section: admin', 'sektion: admin')
    .replace('url: https', 'url: http s')
  expect(problemsOf(text).map((problem) => problem.replace(/^packages.yaml:(\d+).*?: (\S+) .*$/, '$1 $2'))).toEqual([
    '2 obs.build-project',
    '12 builders.rpm.architectures.0',
    '19 packages.hello.url',
    '20 packages.hello.sektion',
  ])
})

test('tells every unknown key, and a misspelt one only once', () => {
  const misspelt = oneProgram.replace('license: Apache', 'licence: Apache').replace('section: admin', 'sektion: admin')
  expect(problemsOf(misspelt)).toEqual([
    'packages.yaml:17:5: packages.hello.licence is not a known key. Did you mean license?',
    'packages.yaml:20:5: packages.hello.sektion is not a known key. Did you mean section?',
  ])
})

test('a list in place of the whole config is told once', () => {
  expect(problemsOf('- packages\n- builders\n')).toEqual(['packages.yaml:1:1: the file must be a map, not a list.'])
})

test.each([
  ['a tag that nobody defined', ['summary: Program', 'summary: !text Program'], 'packages.yaml:15:14: Unresolved tag: !text.'],
  ['braces without quotes', ['"bin/{goarch}"', 'bin/{goarch}'], '; put text with { or } into quotes.'],
  ['a list of replacements', ['{ binary: hello }', '{ file: a, replace: [b] }'], 'hello.replace must be a map, not a list.'],
] as const)('%s is told', (_, [from, to], message) => {
  const problems = problemsOf(oneProgram.replace(from, to)).join('\n')
  expect(problems).toContain(message)
})

test('a range that is written as a number keeps its zero', () => {
  const { config } = parseConfig('packages.yaml', oneProgram.replace('section: admin', 'version: { 1.20: 1.0.0 }'))
  expect(config.packages['hello']?.version).toMatchObject([{ range: { text: '1.20' }, value: '1.0.0' }])
})

test('an empty list of packages is told', () => {
  const [head = ''] = oneProgram.split('packages:')
  expect(problemsOf(`${head}packages: {}\n`)).toEqual(['packages.yaml:13:1: packages is empty; it must name at least one.'])
})
