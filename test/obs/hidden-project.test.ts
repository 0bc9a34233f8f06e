import { expect, test } from '@jest/globals'
import { parseConfig } from '../../src/config/config.js'
import { desiredProjects } from '../../src/obs/meta.js'
import { provision } from '../../src/obs/provision.js'
import { planEmbargo } from '../../src/plan/embargo-plan.js'
import { writeXml } from '../../src/xml-writer.js'
import { oneProgram } from '../support/config.js'
import { testHost } from '../support/host.js'
import { planOf } from '../support/plan.js'
import { scriptedOsc, type Script } from '../support/scripted-osc.js'

const plan = planEmbargo(planOf(parseConfig('packages.yaml', oneProgram)), { time: 0, token: 'abc' })
const [publish, build] = desiredProjects(plan)
if (!publish || !build) throw new Error('a plan with a publish project has two projects')
const meta = writeXml(build.meta)
const open = meta.replace(/<access>.*?<\/access>/s, '')
const base = '<project><repository name="standard"/></project>'

const shown = writeXml(publish.meta)

async function run(builds: Script[string], publishMeta = shown) {
  const osc = scriptedOsc(
    {
      [`/source/${publish?.name}/_meta`]: publishMeta === 'missing' ? undefined : publishMeta,
      [`/source/${publish?.name}/_config`]: '',
      [`/source/${build?.name}/_meta`]: builds,
      [`/source/${build?.name}/_config`]: '',
      [`/source/${build?.name}/hello/_meta`]: undefined,
      [`/search/package?match=@project='${build?.name}'`]: '<collection/>',
      '/source/Debian:12/_meta': base,
      '/source/openSUSE:Leap:15.6/_meta': base,
    },
    () => '<buildinfo><arch>x86_64</arch></buildinfo>',
  )
  const host = await testHost()
  const options = { mode: 'apply', adopt: false, allowDelete: false } as const
  const failure: unknown = await provision(plan, options, osc, host).then(
    () => undefined,
    (error: unknown) => (error instanceof Error ? error.message : error),
  )
  await host.remove()
  const first = osc.changes.findIndex((change) => change === `PUT /source/${build?.name}/_meta`)
  return { failure, made: osc.bodies[first], changes: osc.changes }
}

test('the build project of an embargo is hidden by the very request that makes it', async () => {
  const { failure, made } = await run([undefined, undefined, meta])
  expect(failure).toBeUndefined()
  expect(made).toMatch(/<access>\s*<disable\/>\s*<\/access>/)
})

test('one that is hidden already is gone on with', async () => {
  expect((await run(meta)).failure).toBeUndefined()
})

test.each([
  ['is open', open],
  ['is open for one repository', meta.replace('<access>', '<access><enable/>')],
])('one that %s is refused before anything is changed', async (_, live) => {
  const { failure, changes } = await run(live)
  expect(failure).toBe(
    `${build.name} exists and everybody may see it: OBS hides a project only when it is made, so nothing is put there; choose another \`salt\`, which gives it another name.`,
  )
  expect(changes).toEqual([])
})

test('one that OBS has made and does not hide gets nothing', async () => {
  expect((await run([undefined, undefined, open])).failure).toBe(
    `${build.name} was made hidden, and OBS does not say so; ask the administrator of that OBS whether it knows hidden projects. Nothing was put there.`,
  )
})

test('a publish project is not made for an embargo, because that would tell what is to come', async () => {
  const { failure, changes } = await run(meta, 'missing')
  expect(failure).toBe(
    `${publish.name} does not exist, and making it now would tell everybody what is to come; make it when that may be known, with obs-provision and a version that is public.`,
  )
  expect(changes).toEqual([])
})
