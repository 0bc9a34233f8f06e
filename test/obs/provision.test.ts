import { describe, expect, test } from '@jest/globals'
import { parseConfig } from '../../src/config/config.js'
import { ServiceError } from '../../src/error.js'
import { desiredProjects, packageMeta } from '../../src/obs/meta.js'
import { recordAll } from '../../src/obs/meta-merge.js'
import { readProjectConfig, writeProjectConfig, type ProjectRecord } from '../../src/obs/project-record.js'
import { provision, type ProvisionOptions } from '../../src/obs/provision.js'
import { writeXml } from '../../src/xml-writer.js'
import { oneProgram } from '../support/config.js'
import { testHost } from '../support/host.js'
import { planOf } from '../support/plan.js'
import { scriptedOsc, type Script } from '../support/scripted-osc.js'

const plan = planOf(parseConfig('packages.yaml', oneProgram))
const [publish, build] = desiredProjects(plan)
if (!publish || !build) throw new Error('a plan with a publish project has two projects')
const paths = {
  publish: `/source/${publish.name}/_meta`,
  publishConfig: `/source/${publish.name}/_config`,
  build: `/source/${build.name}/_meta`,
  buildConfig: `/source/${build.name}/_config`,
  package: `/source/${build.name}/hello/_meta`,
  search: `/search/package?match=@project='${build.name}'`,
}
const base = '<project><repository name="standard"/></project>'
const configOf = (record: ProjectRecord, before = '') => writeProjectConfig(readProjectConfig(before), record, build.macros)
const hello = writeXml(packageMeta(build.name, 'hello'))
const settled: Script = {
  [paths.publish]: writeXml(publish.meta),
  [paths.publishConfig]: configOf(recordAll(publish.meta)),
  [paths.build]: writeXml(build.meta),
  [paths.buildConfig]: configOf(recordAll(build.meta)),
  [paths.search]: `<collection>${hello}</collection>`,
  [paths.package]: hello,
  '/source/Debian:12/_meta': base,
  '/source/openSUSE:Leap:15.6/_meta': base,
}
const resolves = '<buildinfo><arch>x86_64</arch></buildinfo>'

async function run(
  script: Script,
  options: Partial<ProvisionOptions> = {},
  answer: (method: string, path: string) => string = () => resolves,
) {
  const osc = scriptedOsc({ ...settled, ...script }, answer)
  const host = await testHost()
  try {
    const result = await provision(plan, { mode: 'apply', adopt: false, allowDelete: false, ...options }, osc, host).catch(
      (error: unknown) => error,
    )
    const changes = osc.changes.filter((each) => !each.includes('_buildinfo'))
    return { result, changes, bodies: osc.bodies, reads: osc.reads, lines: host.lines }
  } finally {
    await host.remove()
  }
}

test('projects that are as the config says cost five requests', async () => {
  const { result, changes, reads } = await run({})
  expect({ result, changes }).toEqual({ result: { changes: [], diff: '' }, changes: [] })
  expect(reads).toEqual([paths.publish, paths.publishConfig, paths.build, paths.buildConfig, paths.search])
})

test.each([
  ['a project', { [paths.build]: undefined }, [`PUT ${paths.build}`, `PUT ${paths.buildConfig}`, `PUT ${paths.package}`]],
  ['an architecture', { [paths.build]: writeXml(build.meta).replace('<arch>aarch64</arch>', '') }, [`PUT ${paths.build}`]],
  ['our lines of a config', { [paths.buildConfig]: 'Prefer: bash\n' }, [`PUT ${paths.buildConfig}`]],
  ['a package', { [paths.search]: '<collection/>', [paths.package]: undefined }, [`PUT ${paths.package}`]],
])('what is missing is added: %s', async (_, script, changes) => {
  expect((await run(script)).changes).toEqual(changes)
})

test('a package that a search does not find is looked for before it is made', async () => {
  expect((await run({ [paths.search]: '<collection/>' })).changes).toEqual([])
})

describe('a project that obs-publish did not make', () => {
  const foreign = writeXml(build.meta).replace(/<description>.*<\/description>/, '<description>Mine</description>')
  const script = { [paths.build]: foreign, [paths.buildConfig]: 'Prefer: bash\n' }

  test('is not touched', async () => {
    const { result, changes } = await run(script)
    expect(changes).toEqual([])
    expect(result).toMatchObject({
      name: 'UserError',
      message: `${build.name} exists on OBS and was not made by obs-publish: nothing was changed; look with mode check at what would be added, and set the input \`adopt\` to add it, or name another project in the config.`,
    })
  })

  test('is adopted when that is wanted, and its own lines stay', async () => {
    const { changes, bodies } = await run(script, { adopt: true })
    expect(changes).toEqual([`PUT ${paths.buildConfig}`])
    expect(bodies[0]).toMatch(/^Prefer: bash\n# >>> obs-publish/)
  })

  test('is told of by mode check, with the difference', async () => {
    const { result, changes, lines } = await run(script, { mode: 'check' })
    expect(changes).toEqual([])
    expect(result).toMatchObject({
      changes: [
        { project: build.name, what: 'was not made by obs-publish', kept: true },
        { project: build.name, what: 'lacks lines of obs-publish in its project config' },
      ],
      diff: expect.stringMatching(
        /^--- isv:test:stable:v1\.2:build on OBS\n\+\+\+ isv:test:stable:v1\.2:build as the config says\n@@ .*\n[\s\S]*^ Prefer: bash\n\+# >>> obs-publish/m,
      ),
    })
    expect(lines).toContain(`info: ${build.name}: was not made by obs-publish; it stays`)
  })
})

test('a project of an earlier version counts as ours, and its lines move into the block', async () => {
  const older = writeXml(build.meta).replace(
    /<description>.*<\/description>/,
    '<description>Kept by obs-publish; changes made by hand are reported.</description>',
  )
  const { changes, bodies } = await run({ [paths.build]: older, [paths.buildConfig]: `${build.macros}Prefer: bash\n` })
  expect(changes).toEqual([`PUT ${paths.buildConfig}`])
  expect(bodies[0]?.split('Type: spec')).toHaveLength(2)
  expect(bodies[0]).toMatch(/Prefer: bash\n# >>> obs-publish/)
})

describe('a builder that the config names no longer', () => {
  const extra = '<repository name="older"><arch>x86_64</arch></repository>'
  const record = (meta: typeof build.meta) => {
    const all = recordAll(meta)
    return { ...all, repositories: [...all.repositories, { name: 'older', architectures: ['x86_64'], paths: [] }] }
  }
  const script = {
    [paths.publish]: writeXml(publish.meta).replace('</project>', `${extra}</project>`),
    [paths.publishConfig]: configOf(record(publish.meta)),
    [paths.build]: writeXml(build.meta).replace('</project>', `${extra}</project>`),
    [paths.buildConfig]: configOf(record(build.meta)),
    [`/build/${publish.name}/_result?view=binarylist`]:
      '<resultlist state="1"><result repository="older" arch="x86_64"><binarylist package="hello.1"><binary filename="hello_1-1_amd64.deb"/></binarylist></result></resultlist>',
    [`/build/${build.name}/_result?view=binarylist`]: '<resultlist state="1"/>',
  }

  test('stays and is told', async () => {
    const { result, changes } = await run(script)
    expect(changes).toEqual([])
    const what = 'has repository older, which obs-publish made and the config no longer names'
    expect(result).toMatchObject({ changes: [publish, build].map(({ name: project }) => ({ project, what, kept: true })) })
  })

  test('is deleted when that is allowed: first where it names the other, and it is said what users lose', async () => {
    const { changes, lines } = await run(script, { allowDelete: true })
    expect(changes).toEqual([
      `PUT ${paths.build}`,
      `PUT ${paths.buildConfig}`,
      `PUT ${paths.publish}`,
      `PUT ${paths.publishConfig}`,
    ])
    expect(lines.filter((line) => line.startsWith('warning'))).toEqual([
      `warning: ${publish.name}/older is deleted, and with it 1 packages: hello_1-1_amd64.deb`,
      `warning: ${build.name}/older is deleted; it holds no packages`,
    ])
  })
})

test('the limits of packages that are not planned now stay in the record', async () => {
  const other = { package: 'world', repository: 'rpm' }
  const all = recordAll(build.meta)
  const stale = { package: 'hello', repository: 'rpm' }
  const { bodies } = await run({ [paths.buildConfig]: configOf({ ...all, disables: [stale, other] }) })
  expect(bodies[0]).toContain('# obs-publish disable world rpm')
  expect(bodies[0]).not.toContain('# obs-publish disable hello rpm')
})

test('a project config that OBS cannot read is not taken for an empty one', async () => {
  const { result, changes } = await run({ [paths.buildConfig]: undefined })
  expect(result).toMatchObject({ name: 'ServiceError', retriable: true })
  expect(changes).toEqual([])
})

test('a write whose answer was lost is looked for, not repeated', async () => {
  const lacking = writeXml(build.meta).replace('<arch>aarch64</arch>', '')
  const script = { [paths.build]: [lacking, lacking, writeXml(build.meta)] }
  const { result, changes } = await run(script, {}, (method) => {
    if (method === 'PUT') throw new ServiceError({ url: '/', status: 504, reason: 'gateway' })
    return resolves
  })
  expect(result).toMatchObject({ changes: [{ what: 'lacks repository deb: arch aarch64' }] })
  expect(changes).toEqual([`PUT ${paths.build}`])
})

describe('a deb builder without debbuild', () => {
  const lacks = () => '<buildinfo><error>unresolvable: nothing provides debbuild</error></buildinfo>'
  const advice =
    /builder deb makes debs, for which OBS needs debbuild: put Ubuntu:debbuild\/Ubuntu_20\.04 before Ubuntu:20\.04\/universe into builders\.deb\.paths .*; as it is, OBS finds none\./

  test('is an error when the projects are made', async () => {
    expect((await run({ [paths.buildConfig]: '' }, {}, lacks)).result).toMatchObject({
      name: 'UserError',
      message: expect.stringMatching(advice),
    })
  })

  test('is a warning when they are compared', async () => {
    const { lines } = await run({}, { mode: 'check' }, lacks)
    expect(lines).toEqual([expect.stringMatching(advice)])
  })
})

test('a project that is made names its maker as maintainer, whom a second run at the same moment would take away', async () => {
  const osc = scriptedOsc({ ...settled, [paths.build]: undefined }, () => resolves, 'jane')
  const host = await testHost()
  await provision(plan, { mode: 'apply', adopt: false, allowDelete: false }, osc, host)
  await host.remove()
  expect(osc.bodies[0]).toMatch(/<description>.*<\/description>\n {2}<person userid="jane" role="maintainer"\/>\n/)
  expect(osc.bodies[1]).not.toContain('# obs-publish person jane')
})
