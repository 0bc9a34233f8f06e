import { afterEach, beforeEach, expect, test } from '@jest/globals'
import { readPackage } from '../../src/package/reader.js'
import type { TestHost } from '../support/host.js'
import { build, buildHost, daemonConfig, daemonFiles, writeFiles } from './workshop.js'

let host: TestHost
beforeEach(async () => {
  host = await buildHost()
})
afterEach(() => host.remove())

test('an epoch is in both packages, in what relates to them, and in no file name', async () => {
  const own = "epoch: 5\n    requires: { sibling: '= {package-version}' }\n    provides: { greet: '= {package-version}' }"
  await writeFiles(host, { ...daemonFiles, 'packages.yaml': daemonConfig.replace(/requires: .*/, own) })
  const { built, failure } = await build(host, { architectures: 'amd64', version: '1.2.3rc1' })
  expect(failure).toBeUndefined()
  expect(built.map(({ file }) => file.replace(/.*\//, ''))).toEqual([
    'greeter_1.2.3~rc1-1_amd64.deb',
    'greeter-1.2.3~rc1-1.x86_64.rpm',
  ])
  const models = await Promise.all(built.map(({ file }) => readPackage(file, host)))
  expect(models.map(({ version }) => version)).toEqual(['5:1.2.3~rc1-1', '5:1.2.3~rc1-1'])
  expect(models[0]?.relations).toEqual({
    depends: ['sibling < 5:1.2.3~rc1A~', 'sibling >= 5:1.2.3~rc1'],
    provides: ['greet = 5:1.2.3~rc1'],
  })
  expect(models[1]?.relations).toMatchObject({ requires: ['sibling = 5:1.2.3~rc1'], provides: ['greet = 5:1.2.3~rc1'] })
}, 60_000)
