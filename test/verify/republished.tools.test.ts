import { rename } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { expect, test } from '@jest/globals'
import { namesOf } from '../../src/architecture.js'
import type { Host } from '../../src/host/host.js'
import type { Check } from '../../src/verify/request.js'
import type { TestHost } from '../support/host.js'
import * as fixture from './fixture.js'
import { greeter, publishReal } from './real-package.js'
import { shareWorkshop } from './shared-workshop.js'
import { verify } from './verification.js'

let workshop: fixture.Workshop
let host: TestHost

shareWorkshop((made) => void ({ workshop, host } = made))

/** Has the first update of apt's meet a repository whose signed files are away, as in the middle of a publication. */
function interrupt(root: string, afterwards: () => Promise<void>): Host {
  let updates = 0
  return {
    ...host,
    exec: async (program, args, options) => {
      const isFirst = program === 'apt-get' && args.includes('update') && updates++ === 0
      if (!isFirst) return host.exec(program, args, options)
      for (const name of ['InRelease', 'Release']) await rename(join(root, name), join(root, `${name}.away`))
      const result = await host.exec(program, args, options)
      await afterwards()
      return result
    },
  }
}

const restore = async (root: string) => {
  for (const name of ['InRelease', 'Release']) await rename(join(root, `${name}.away`), join(root, name))
}

test.each([
  [
    'is published anew under an install is looked at and installed from again',
    'anew',
    true,
    /^`apt-get install demo=1\.0\.0-1\.1` resolved /,
  ],
  ['is the same as before stays refused by what apt said', 'as before', false, /^apt-get update refuses it: /],
] as const)(
  'a repository that %s',
  async (_, how, passes, evidence) => {
    const root = await publishReal(workshop, 'deb', [{ version: '1.0.0', files: { '/usr/bin/demo': greeter('1.0.0') } }])
    const interrupted = interrupt(root, async () => {
      await restore(root)
      if (how === 'as before') return
      // The date in Release counts seconds.
      await setTimeout(1100)
      await fixture.writeRelease(workshop, root, 'good')
    })
    const cells = [{ package: 'demo', version: '1.0.0', architecture: namesOf('x86_64'), files: [] }]
    const checks = new Set<Check>(['metadata', 'install'])
    const results = await verify(workshop, interrupted, root, {
      format: 'deb',
      cells,
      checks,
      deadline: host.clock.now() + 60_000,
    })
    const install = results.filter(({ check, subject }) => check === 'install' && !subject.includes(','))
    expect(install.map(({ passed }) => passed)).toEqual([passes])
    expect(install[0]?.evidence).toMatch(evidence)
  },
  120_000,
)

test('what a look has seen stays what is told when there is no time for another', async () => {
  const root = await publishReal(workshop, 'deb', [{ version: '1.0.0', files: { '/usr/bin/demo': greeter('1.0.0') } }])
  const cells = [{ package: 'demo', version: '1.0.1', architecture: namesOf('x86_64'), files: [] }]
  const checks = new Set<Check>(['metadata', 'presence', 'install'])
  const results = await verify(workshop, host, root, { format: 'deb', cells, checks, deadline: host.clock.now() + 9000 })
  expect(results.filter(({ check, passed }) => check === 'metadata' && !passed)).toEqual([])
  const told = results.filter(({ passed }) => !passed).map(({ evidence }) => evidence)
  expect(told.every((each) => each.includes('the index has demo for amd64 only as 1.0.0-1.1'))).toBe(true)
  expect(told).toHaveLength(2)
}, 120_000)
