import { expect, test } from '@jest/globals'
import { parseConfig } from '../../src/config/config.js'
import { oneProgram } from '../support/config.js'
import { planOf } from '../support/plan.js'

const loaded = parseConfig('packages.yaml', oneProgram)

test('plans a cell for each architecture of each builder', () => {
  const plan = planOf(loaded, { version: 'v1.2.3', packages: [] })
  expect(plan.cells).toEqual([
    { package: 'hello', builder: 'deb', architecture: 'x86_64' },
    { package: 'hello', builder: 'deb', architecture: 'aarch64' },
    { package: 'hello', builder: 'rpm', architecture: 'x86_64' },
  ])
  expect(plan.packages.map(({ name, architectures }) => [name, architectures])).toEqual([['hello', ['x86_64', 'aarch64']]])
})

test.each([
  ['1.2.3', 'stable', 'isv:test:stable:v1.2:build', 'isv:test:stable:v1.2'],
  ['1.3.0-rc.1', 'dev', 'isv:test:dev:v1.3:build', 'isv:test:dev:v1.3'],
  ['1.4.0-alpha.0.7+abc', 'nightly', 'isv:test:nightly:v1.4:build', 'isv:test:nightly:v1.4'],
])('sends %s to channel %s', (version, channel, buildProject, publishProject) => {
  expect(planOf(loaded, { version, packages: [] })).toMatchObject({ channel, buildProject, publishProject })
})

test.each([
  [
    { version: '1.2.3-rc.1', channel: 'stable', packages: [] },
    '1.2.3-rc.1 is a prerelease, and channel stable takes release versions only.',
  ],
  [
    { version: '1.2.3', channel: 'nightly', packages: [] },
    '1.2.3 is a release, and channel nightly takes nightly versions only.',
  ],
  [{ version: '1.2.3', channel: 'beta', packages: [] }, 'There is no channel beta; the config has stable, dev, nightly.'],
  [{ version: '1.2.3', packages: ['helo'] }, 'There is no package helo in the config; did you mean hello?'],
])('refuses %j', (request, message) => {
  expect(() => planOf(loaded, request)).toThrow(message)
})

test('a package may be for some architectures only', () => {
  const limited = parseConfig('packages.yaml', `${oneProgram}    architectures: [x86_64]\n`)
  expect(planOf(limited, { version: '1.2.3', packages: [] }).cells).toEqual([
    { package: 'hello', builder: 'deb', architecture: 'x86_64' },
    { package: 'hello', builder: 'rpm', architecture: 'x86_64' },
  ])
})

test('a builder may lose an architecture at some version', () => {
  const limited = oneProgram.replace('[x86_64, aarch64]', "[x86_64, { name: aarch64, versions: '<1.3' }]")
  const architectures = (version: string) =>
    planOf(parseConfig('packages.yaml', limited), { version, packages: [] }).builders[0]?.architectures
  expect([architectures('1.2.9'), architectures('1.3.0-rc.1')]).toEqual([['x86_64', 'aarch64'], ['x86_64']])
})

test('a carried package has a version of its own for each minor of the product', () => {
  const carried = `${oneProgram}    version: { '<1.3': 0.9.1, '>=1.3': '{minor}.0' }\n`
  const versionFor = (version: string) =>
    planOf(parseConfig('packages.yaml', carried), { version, packages: [] }).packages[0]?.version.package
  expect([versionFor('1.2.3'), versionFor('1.4.7-rc.1')]).toEqual(['0.9.1', '1.4.0'])
})

test('a package may be for one format only', () => {
  const limited = parseConfig('packages.yaml', `${oneProgram}    formats: [rpm]\n`)
  const { cells, packages } = planOf(limited, { version: '1.2.3', packages: [] })
  expect([cells, packages[0]?.builds]).toEqual([
    [{ package: 'hello', builder: 'rpm', architecture: 'x86_64' }],
    [{ format: 'rpm', architectures: ['x86_64'], relations: [] }],
  ])
})

test('an architecture that the table lacks is added by its names', () => {
  const added = oneProgram
    .replace('[x86_64, aarch64]', '[loongarch64]')
    .concat('architectures: { loongarch64: { go: loong64, deb: loong64 } }\n')
  const { architectures } = planOf(parseConfig('packages.yaml', added), { version: '1.2.3', packages: [] })
  expect(architectures[0]).toEqual({ obs: 'loongarch64', go: 'loong64', deb: 'loong64', rpm: 'loongarch64' })
})

test.each([
  [
    'a version that no range holds',
    "requires: { libc6: { versions: { '<1.2': any } } }",
    'packages.yaml:24:17: packages.hello.requires.libc6 has no range for 1.2.3 (it has "<1.2"); add one.',
  ],
  [
    'two entries for one place',
    "recommends: { less: [{ formats: [deb] }, { version: '>= 2' }] }",
    'packages.yaml:24:19: packages.hello.recommends.less has two entries for deb on x86_64; let them exclude each other.',
  ],
  [
    'a carried package without a version',
    "version: { '>=2.0': 1.0.0 }",
    'packages.yaml:24:5: packages.hello.version has no range for 1.2.3 (it has ">=2.0"); add one.',
  ],
  [
    'a package that nothing builds',
    'architectures: [s390x]',
    'packages.yaml:14:3: packages.hello is built by no builder: none has its format and architecture.',
  ],
])('tells the place of %s', (_, addition, message) => {
  const given = parseConfig('packages.yaml', `${oneProgram}    ${addition}\n`)
  expect(() => planOf(given)).toThrow(message)
})
