import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import { hasFailed, readBuiltVersion } from '../../src/obs/held-version.js'
import { findBuiltVersion, type BuiltVersion } from '../../src/project/built-version.js'
import { loadConfig } from '../../src/project/config-file.js'
import { resolvePlan } from '../../src/project/planning.js'
import { oneProgram } from '../support/config.js'
import { testHost, type TestHost } from '../support/host.js'
import { scriptedOsc } from '../support/scripted-osc.js'
import { makeRepository, type Repository } from './repository.js'

let host: TestHost
let repository: Repository

beforeEach(async () => {
  host = await testHost({ env: { PATH: process.env['PATH'] } })
  repository = makeRepository(host.directories.work)
  repository.commit('first')
  for (const tag of ['v1.2.0', 'v1.2.3', 'v1.3.0-rc.1', 'v1.3.0+build-5']) repository.tag(tag, tag)
})

afterEach(() => host.remove())

/** What the build projects hold: the version of hello, and whether its only build has failed. */
type Held = Readonly<Record<string, readonly [version: string, failed: boolean]>>

const channels = `channels:
  stable: { versions: [release] }
  dev: { versions: [prerelease] }
  nightly: { versions: [nightly] }
`
const byMinor = 'isv:test:{channel}:v{minor}'

interface Situation {
  readonly template?: string
  readonly held: Held
  readonly channel?: string
  /** Lines of the package. */
  readonly more?: string
}

const listing = (version: string) =>
  `<directory rev="1"><entry name="hello.spec" md5="a"/><entry name="hello_${version}.orig.tar.xz" md5="b"/></directory>`
const results = (code: string) =>
  ['deb/x86_64', 'deb/aarch64', 'rpm/x86_64'].map((cell) => {
    const [repository = '', arch = ''] = cell.split('/')
    return `<result repository="${repository}" arch="${arch}" state="published"><status package="hello" code="${code}"/></result>`
  })

async function find({ template = byMinor, held, channel, more = '' }: Situation): Promise<Omit<BuiltVersion, 'project'>> {
  const config = oneProgram.replaceAll(byMinor, template)
  await writeFile(join(host.directories.work, 'packages.yaml'), `${config}${more}${channels}`)
  const script: Record<string, string | undefined> = {}
  for (const minor of ['', ':v1.2', ':v1.3', ':v1.4'])
    for (const name of ['', ':stable', ':dev', ':nightly']) script[`/source/isv:test${name}${minor}:build/hello`] = undefined
  for (const [project, [version, failed]] of Object.entries(held)) {
    script[`/source/${project}/hello`] = listing(version)
    const rows = results(failed ? 'failed' : 'succeeded').join('')
    script[`/build/${project}/_result?package=hello`] = `<resultlist state="1">${rows}</resultlist>`
  }
  const osc = scriptedOsc(script)
  const builds = {
    version: (project: string, name: string) => readBuiltVersion(project, name, osc),
    hasFailed: (plan: Parameters<typeof hasFailed>[0]) => hasFailed(plan, osc),
  }
  const wanted = { channel, packages: [] }
  const found = await findBuiltVersion(
    await loadConfig(undefined, host),
    wanted,
    builds,
    ({ version, channel: own }) => resolvePlan({ version, channel: own, packages: [] }, host),
    host,
  )
  return { version: found.version, channel: found.channel }
}

describe('the version that is built', () => {
  test.each<[string, Situation, Omit<BuiltVersion, 'project'>]>([
    [
      'is that of the only project that holds one, as its tag writes it',
      { held: { 'isv:test:dev:v1.3:build': ['1.3.0~rc.1', false] } },
      { version: '1.3.0-rc.1', channel: 'dev' },
    ],
    [
      'is that of a tag whose spelling no rule gives back',
      { held: { 'isv:test:stable:v1.3:build': ['1.3.0+build.5', false] } },
      { version: '1.3.0+build-5', channel: 'stable' },
    ],
    [
      'is written with a hyphen where no tag is of it',
      { held: { 'isv:test:nightly:v1.3:build': ['1.3.0~alpha.0.7+abc1234', false] } },
      { version: '1.3.0-alpha.0.7+abc1234', channel: 'nightly' },
    ],
    [
      'is that of the one project in which builds have failed',
      { held: { 'isv:test:stable:v1.2:build': ['1.2.3', true], 'isv:test:dev:v1.3:build': ['1.3.0~rc.1', false] } },
      { version: '1.2.3', channel: 'stable' },
    ],
    [
      'is that of the channel asked for',
      {
        held: { 'isv:test:stable:v1.2:build': ['1.2.3', true], 'isv:test:dev:v1.3:build': ['1.3.0~rc.1', false] },
        channel: 'dev',
      },
      { version: '1.3.0-rc.1', channel: 'dev' },
    ],
    [
      'is that of a project for all channels, which the version decides',
      { template: 'isv:test', held: { 'isv:test:build': ['1.3.0~rc.1', false] } },
      { version: '1.3.0-rc.1', channel: undefined },
    ],
    [
      'is the product’s where the package has one of its own',
      {
        held: { 'isv:test:stable:v1.2:build': ['0.5.0', false] },
        more: '    version: { "1.2": "0.5.0" }\n',
      },
      { version: '1.2.3', channel: 'stable' },
    ],
  ])('%s', async (_, situation, expected) => {
    expect(await find(situation)).toEqual(expected)
  })

  test.each<[string, Situation, string]>([
    [
      'when no project holds one',
      { template: 'isv:test:{channel}', held: {} },
      'No build project holds hello, as far as the account may see (looked at isv:test:stable:build, isv:test:dev:build, isv:test:nightly:build); give `version`.',
    ],
    [
      'when builds have failed in several',
      { held: { 'isv:test:stable:v1.2:build': ['1.2.3', true], 'isv:test:dev:v1.3:build': ['1.3.0~rc.1', true] } },
      'Version built is not clear, because builds have failed in several projects; give `version`: 1.2.3 in isv:test:stable:v1.2:build, or 1.3.0-rc.1 in isv:test:dev:v1.3:build.',
    ],
    [
      'when none has failed, and there are several',
      { held: { 'isv:test:stable:v1.2:build': ['1.2.3', false], 'isv:test:dev:v1.3:build': ['1.3.0~rc.1', false] } },
      'Version built is not clear, because no build has failed, and several projects hold one; give `version`: 1.2.3 in isv:test:stable:v1.2:build, or 1.3.0-rc.1 in isv:test:dev:v1.3:build.',
    ],
    [
      'of a channel that there is not',
      { held: {}, channel: 'beta' },
      'There is no channel beta; the config has stable, dev, nightly.',
    ],
  ])('is an error %s', async (_, situation, sentence) => {
    await expect(find(situation)).rejects.toThrow(sentence)
  })

  test('is none that does not belong into its project', async () => {
    const held = { 'isv:test:stable:v1.2:build': ['1.3.0', false], 'isv:test:dev:v1.3:build': ['1.3.0~rc.1', false] } as const
    expect(await find({ held })).toEqual({ version: '1.3.0-rc.1', channel: 'dev' })
    expect(host.lines).toContain('warning: isv:test:stable:v1.2:build/hello is of version 1.3.0, which does not belong there.')
  })
})

test('only the operation plan takes the word', async () => {
  await writeFile(join(host.directories.work, 'packages.yaml'), `${oneProgram}${channels}`)
  await expect(resolvePlan({ version: 'built', packages: [] }, host)).rejects.toThrow(
    'Version built is found by the operation plan alone; run it, and hand its plan on by the input `plan`.',
  )
})
