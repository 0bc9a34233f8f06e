import { expect, test } from '@jest/globals'
import { parseConfig } from '../../src/config/config.js'
import type { Container } from '../../src/obs/inventory.js'
import type { PromotedVersion } from '../../src/promotion/promotion-schema.js'
import { reviewVersion } from '../../src/promotion/review.js'
import { oneProgram } from '../support/config.js'
import { testHost } from '../support/host.js'
import { planOf } from '../support/plan.js'
import { scriptedOsc } from '../support/scripted-osc.js'
import { containerOf, debOf, listedAs } from './sample.js'

// What a list changes, by what the publish project holds alone: what is to be published is not looked into.

const plan = planOf(parseConfig('packages.yaml', oneProgram))
const [deb, arm] = [debOf('1.0.1-1.1'), debOf('1.0.1-1.1', 'aarch64')]
const version = listedAs('1.0.1', '2', [deb])
const yanked = { ...version, yanked: 'broken' }
const before = listedAs('1.0.0', '1', [debOf('1.0.0-1.1')])
const older = containerOf('1', [debOf('1.0.0-1.1')])
const own = containerOf('2', [deb])

async function review(version: PromotedVersion, containers: readonly Container[], others: readonly PromotedVersion[] = []) {
  const candidate = { version, plan, from: undefined }
  const { action, problems, gone = [] } = await reviewVersion(candidate, containers, [version, ...others], undefined)
  return { action, problems, gone: gone.map(({ name }) => name) }
}

test.each<[string, PromotedVersion, readonly Container[], readonly PromotedVersion[], Awaited<ReturnType<typeof review>>]>([
  ['a version that is not there is published', version, [older], [before], { action: 'publish', problems: [], gone: [] }],
  ['one that is there is left as it is', version, [own], [], { action: 'none', problems: [], gone: [] }],
  [
    'one of which more is there than the list has is told',
    version,
    [containerOf('2', [deb, arm])],
    [],
    {
      action: 'none',
      problems: [`hello.20260101000002 holds ${arm}, which the list does not have of hello.`],
      gone: [],
    },
  ],
  [
    'one whose file is there from other sources is refused',
    version,
    [containerOf('3', [deb])],
    [],
    {
      action: 'publish',
      problems: [
        `${deb} is published already, from other sources, as hello.20260101000003, and users would go on getting that one: publish the next version.`,
      ],
      gone: [],
    },
  ],
  [
    'a yanked one that is there is withdrawn',
    yanked,
    [older, own],
    [before],
    { action: 'withdraw', problems: [], gone: ['hello.20260101000002'] },
  ],
  ['a yanked one that is gone is left so', yanked, [older], [before], { action: 'none', problems: [], gone: [] }],
  [
    'what a yanked one shares with one that is published stays',
    yanked,
    [own],
    [listedAs('1.0.2', '2', [deb])],
    { action: 'none', problems: [], gone: [] },
  ],
  [
    'what it shares with another yanked one goes',
    yanked,
    [own],
    [listedAs('1.0.2', '2', [deb], { yanked: 'too' })],
    { action: 'withdraw', problems: [], gone: ['hello.20260101000002'] },
  ],
  [
    'one in whose place users would get what nobody has listed is refused',
    yanked,
    [older, own],
    [],
    {
      action: 'withdraw',
      problems: [
        'Without 1.0.1 in stable users of deb are offered hello 1.0.0-1.1, which is not in the list, so nobody has verified it: record it, or withdraw it as well.',
      ],
      gone: ['hello.20260101000002'],
    },
  ],
  [
    'a yanked one of which more is there than the list has is refused',
    yanked,
    [older, containerOf('2', [deb, arm])],
    [before],
    {
      action: 'withdraw',
      problems: [`hello.20260101000002 holds ${arm}, which the list does not have of hello.`],
      gone: ['hello.20260101000002'],
    },
  ],
])('%s', async (_, listed, containers, others, expected) => {
  expect(await review(listed, containers, others)).toEqual(expected)
})

test('OBS is not asked for what cannot be published anyway', async () => {
  const host = await testHost()
  const verification = { checks: [], install: [], timeout: 0, sources: undefined, binaries: undefined, repositoryUrl: undefined }
  const tools = { osc: scriptedOsc({}), host, folder: host.directories.temp, verification: { ...verification, otherHosts: [] } }
  const candidate = { version, plan, from: undefined }
  const { problems } = await reviewVersion(candidate, [containerOf('3', [deb])], [version], tools)
  expect(problems).toHaveLength(1)
  expect(tools.osc.reads).toEqual([])
  await host.remove()
})
