import { expect, test } from '@jest/globals'
import { parseConfig } from '../../src/config/config.js'
import { UserError } from '../../src/error.js'
import { desiredProjects } from '../../src/obs/meta.js'
import { provision } from '../../src/obs/provision.js'
import { writeXml } from '../../src/xml.js'
import { oneProgram } from '../support/config.js'
import { testHost } from '../support/host.js'
import { planOf } from '../support/plan.js'
import { scriptedOsc, type Script } from '../support/scripted-osc.js'

const plan = planOf(parseConfig('packages.yaml', oneProgram))
const [publish, build] = desiredProjects(plan)
if (!publish || !build) throw new Error('a plan with a publish project has two projects')
const [name = ''] = plan.packages.map((each) => each.name)
const paths = {
  publish: `/source/${publish.name}/_meta`,
  publishConfig: `/source/${publish.name}/_config`,
  build: `/source/${build.name}/_meta`,
  buildConfig: `/source/${build.name}/_config`,
  package: `/source/${build.name}/${name}/_meta`,
}
const base = '<project><repository name="standard"/></project>'
const settled: Script = {
  [paths.publish]: writeXml(publish.meta),
  [paths.publishConfig]: publish.config,
  [paths.build]: writeXml(build.meta),
  [paths.buildConfig]: build.config,
  [paths.package]: '<package/>',
  '/source/Debian:12/_meta': base,
  '/source/openSUSE:Leap:15.6/_meta': base,
}

async function run(script: Script, mode: 'check' | 'apply' = 'apply') {
  const osc = scriptedOsc({ ...settled, ...script })
  const host = await testHost()
  try {
    const result = await provision(plan, mode, osc, host).catch((error: unknown) => error)
    return { result, changes: osc.changes, lines: host.lines }
  } finally {
    await host.remove()
  }
}

const hidden = writeXml(build.meta).replace('<publish>', '<access><disable/></access><publish>')
const older = writeXml(publish.meta).replace('<arch>aarch64</arch>', '<arch>aarch64</arch><arch>s390x</arch>')

test('a project that has what the config has not keeps everything as it was, and all of it is told', async () => {
  const { result, changes } = await run({
    [paths.publish]: older,
    [paths.publishConfig]: `${publish.config}\nPrefer: bash\n`,
    [paths.build]: hidden,
    [paths.package]: undefined,
  })
  const end =
    'which the config has not: nothing was changed on OBS; take it over into the config if that can say it, settle it with whoever set it there, or only compare, in mode check.'
  expect(result).toBeInstanceOf(UserError)
  expect((result as UserError).problems.map(({ message }) => message)).toEqual([
    `${publish.name} has repository deb: arch s390x, ${end}`,
    `${publish.name} has in its project config the line 'Prefer: bash', ${end}`,
    `${build.name} has access disable, ${end}`,
  ])
  expect(changes).toEqual([])
})

test('mode check tells what apply would refuse', async () => {
  const { result, changes, lines } = await run({ [paths.build]: hidden }, 'check')
  expect(result).toEqual([{ project: build.name, what: 'has access disable', refused: true }])
  expect(lines).toEqual([`info: ${build.name}: has access disable; mode apply refuses to remove it`])
  expect(changes).toEqual([])
})

test.each([
  ['nothing', {}, []],
  ['a project', { [paths.build]: undefined }, [`PUT ${paths.build}`, `PUT ${paths.buildConfig}`]],
  ['an architecture', { [paths.build]: writeXml(build.meta).replace('<arch>aarch64</arch>', '') }, [`PUT ${paths.build}`]],
  ['a project config', { [paths.buildConfig]: '' }, [`PUT ${paths.buildConfig}`]],
  ['a package', { [paths.package]: undefined }, [`PUT ${paths.package}`]],
])('what is missing is added: %s', async (_, script, changes) => {
  expect((await run(script)).changes).toEqual(changes)
})

test('a project config that OBS cannot read is not taken for an empty one', async () => {
  const { result, changes } = await run({ [paths.buildConfig]: undefined })
  expect(result).toMatchObject({ name: 'ServiceError', retriable: true })
  expect(changes).toEqual([])
})
