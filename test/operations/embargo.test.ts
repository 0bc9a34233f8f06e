import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from '@jest/globals'
import { embargo } from '../../src/operations/embargo.js'
import { plan } from '../../src/operations/plan.js'
import { oneProgram } from '../support/config.js'
import { testClock } from '../support/clock.js'
import { testHost, type TestHost } from '../support/host.js'
import { runOperation } from './run.js'

const given = { version: 'v1.2.3', salt: 'a salt of many letters', until: '2026-12-01T17:00:00Z' }
let host: TestHost
let env: Record<string, string | undefined>

beforeEach(async () => {
  env = { PATH: process.env['PATH'] }
  host = await testHost({ env, clock: testClock() })
  await writeFile(join(host.directories.work, 'packages.yaml'), oneProgram)
})

afterEach(() => host.remove())

test.each([
  [
    'a salt that is short',
    { salt: 'too short' },
    'UserError: Input `salt` has fewer than 16 letters, so the version could be found by trying; give a longer one.',
  ],
  [
    'a time without an offset',
    { until: '2026-12-01T17:00' },
    'UserError: Input `until` must be a time with its offset, such as 2026-12-01T17:00:00Z, not "2026-12-01T17:00".',
  ],
  [
    'no time at all',
    { until: '' },
    'UserError: Input `until` is missing, and the config has no `embargo`: say when the version becomes public.',
  ],
  [
    'a version that is none',
    { version: 'git' },
    'UserError: Input `version` must be a version as it will be published, such as 1.2.3, and not the name of a place.',
  ],
])('%s is refused', async (_, changes, failure) => {
  expect((await runOperation(embargo, host, { ...given, ...changes })).failure).toBe(failure)
})

test('a run that a tag started is refused, and the refusal does not name it', async () => {
  env['GITHUB_REF'] = 'refs/tags/v1.2.3'
  const { failure } = await runOperation(embargo, host, given)
  expect(failure).toMatch(/^UserError: This run was started by a tag or branch that names the version/)
  expect(failure).not.toContain('1.2.3')
})

test('a failure of the plan does not name the version', async () => {
  await writeFile(
    join(host.directories.work, 'packages.yaml'),
    oneProgram.replace('/usr/bin/hello: {', '/usr/bin/hello: { x: 1,'),
  )
  const broken = await runOperation(embargo, host, given)
  expect(broken.failure).toMatch(/^UserError: /)
  await writeFile(join(host.directories.work, 'packages.yaml'), oneProgram)
  const stable = await runOperation(embargo, host, { ...given, version: 'v1.2.3-rc.1', channel: 'stable' })
  const shown = host.lines.filter((line) => !line.startsWith('mask: '))
  expect([broken.failure, stable.failure, ...shown].join('\n')).not.toContain('1.2.3')
  expect(stable.failure).toMatch(/^UserError: [0-9a-f]{16} is a prerelease, and channel stable takes release versions only/)
  expect(host.lines).toContain('mask: 1.2.3-rc.1')
})

test('a config with an embargo gives no plan to anybody else until its time has come', async () => {
  const config = `embargo: 1970-01-01T01:00:00Z\n${oneProgram}`
  await writeFile(join(host.directories.work, 'packages.yaml'), config)
  expect((await runOperation(plan, host, { version: '1.2.3' })).failure).toBe(
    'UserError: This config holds a version back until 1970-01-01T01:00:00Z (`embargo`), and a plan names it to everybody; use the operation embargo, or a config without that line.',
  )
  await host.clock.sleep(3_600_000)
  const { failure, outputs } = await runOperation(plan, host, { version: '1.2.3' })
  expect([failure, outputs['version']]).toEqual([undefined, '1.2.3'])
  await writeFile(join(host.directories.work, 'packages.yaml'), config.replace('01:00:00Z', 'noon'))
  expect((await runOperation(plan, host, { version: '1.2.3' })).failure).toContain(
    'packages.yaml:1:10: embargo must be a time with its offset, such as 2026-12-01T17:00:00Z',
  )
})
