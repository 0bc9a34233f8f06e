import { expect, test } from '@jest/globals'
import { parseConfig } from '../../src/config/config.js'
import { makePlan } from '../../src/release/plan.js'
import { oneProgram } from '../support/config.js'

const { config } = parseConfig('packages.yaml', oneProgram)

test('plans a cell for each architecture of each builder', () => {
  const plan = makePlan(config, { version: 'v1.2.3', packages: [] })
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
  expect(makePlan(config, { version, packages: [] })).toMatchObject({ channel, buildProject, publishProject })
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
  expect(() => makePlan(config, request)).toThrow(message)
})

test('a package may be for some architectures only', () => {
  const limited = parseConfig('packages.yaml', `${oneProgram}    architectures: [x86_64]\n`).config
  expect(makePlan(limited, { version: '1.2.3', packages: [] }).cells).toEqual([
    { package: 'hello', builder: 'deb', architecture: 'x86_64' },
    { package: 'hello', builder: 'rpm', architecture: 'x86_64' },
  ])
})
