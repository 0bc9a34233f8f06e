import { expect, test } from '@jest/globals'
import { judgeByAge, listHeldVersions } from '../../src/obs/cleaning.js'
import { keepNeeded } from '../../src/obs/dependence.js'
import type { ReleasedContainer } from '../../src/obs/inventory.js'
import { scriptedOsc } from '../support/scripted-osc.js'
import { containerOf } from './held.js'

const rule = { keep: 1, youngerThan: 0, packages: ['hello', 'helper', 'lib'], now: Date.UTC(2026, 0, 20) }

/** What goes when the newest version of each package is kept and these files (by name) require these. */
async function clean(
  released: readonly ReleasedContainer[],
  requires: Readonly<Record<string, readonly string[]>> = {},
  foreign: readonly ReleasedContainer[] = [],
) {
  const files = [...released, ...foreign].flatMap((each) => each.files)
  const osc = scriptedOsc(
    Object.fromEntries(
      files.map(({ repository, architecture, container, file }) => [
        `/build/T/${repository}/${architecture}/${container}/${file}?view=fileinfo`,
        `<fileinfo>${(requires[file] ?? []).map((text) => `<requires>${text.replaceAll('<', '&lt;').replaceAll('>', '&gt;')}</requires>`).join('')}</fileinfo>`,
      ]),
    ),
  )
  const strangers = foreign.map(({ name, files }) => ({ name, files, reason: 'not ours' }))
  const verdicts = await keepNeeded('T', judgeByAge(listHeldVersions(released), rule), strangers, osc)
  const kept = verdicts.filter(({ reason, goes }) => !goes && reason !== 'the newest')
  return {
    goes: verdicts.filter(({ goes }) => goes).map((each) => `${each.package} ${each.version}`),
    kept: kept.map((each) => `${each.package} ${each.version}: ${each.reason}`),
    reads: osc.reads.length,
  }
}

const hellos = [containerOf('hello', '1.2', 5), containerOf('hello', '1.1', 4)]
const helpers = [containerOf('helper', '3.0', 3), containerOf('helper', '2.1', 2), containerOf('helper', '2.0', 1)]
const libs = [containerOf('lib', '0.9', 3), containerOf('lib', '0.8', 2)]

test('without requirements everything goes that is old', async () => {
  expect(await clean([...hellos, ...helpers])).toMatchObject({ goes: ['hello 1.1', 'helper 2.1', 'helper 2.0'], kept: [] })
})

test('what a version that stays requires and a newer one satisfies keeps nothing', async () => {
  expect(await clean([...hellos, ...helpers], { 'hello_1.2-1.1_amd64.deb': ['helper (>= 2.0)'] })).toMatchObject({
    goes: ['hello 1.1', 'helper 2.1', 'helper 2.0'],
    kept: [],
  })
})

test('what alone satisfies a version that stays is kept, the newest of it', async () => {
  expect(await clean([...hellos, ...helpers], { 'hello_1.2-1.1_amd64.deb': ['helper (<< 3)'] })).toMatchObject({
    goes: ['hello 1.1', 'helper 2.0'],
    kept: ['helper 2.1: hello 1.2-1.1 (deb/x86_64) requires helper (<< 3)'],
  })
})

test('what is kept for another keeps what it needs itself', async () => {
  const requires = {
    'hello_1.2-1.1_amd64.deb': ['helper (<< 3)'],
    'helper_2.1-1.1_amd64.deb': ['lib (= 0.8-1.1)'],
  }
  expect(await clean([...hellos, ...helpers, ...libs], requires)).toMatchObject({
    goes: ['hello 1.1', 'helper 2.0'],
    kept: [
      'helper 2.1: hello 1.2-1.1 (deb/x86_64) requires helper (<< 3)',
      'lib 0.8: helper 2.1-1.1 (deb/x86_64) requires lib (= 0.8-1.1)',
    ],
  })
})

test('what goes needs nothing', async () => {
  expect(await clean([...hellos, ...helpers], { 'hello_1.1-1.1_amd64.deb': ['helper (<< 3)'] })).toMatchObject({ kept: [] })
})

test('what the suite did not release has needs as well', async () => {
  const foreign = [containerOf('other', '1.0', 9)]
  expect(await clean([...hellos, ...helpers], { 'other_1.0-1.1_amd64.deb': ['helper (= 2.0-1.1)'] }, foreign)).toMatchObject({
    kept: ['helper 2.0: other 1.0-1.1 (deb/x86_64) requires helper (= 2.0-1.1)'],
  })
})

test.each([
  ['a base distribution may have', ['libc6 (>= 2.0)']],
  ['a base distribution may have as an alternative', ['helper (<< 3) | something-else']],
  ['nothing satisfies', ['helper (>= 9)']],
])('a requirement that %s keeps nothing', async (_, requires) => {
  expect(await clean([...hellos, ...helpers], { 'hello_1.2-1.1_amd64.deb': requires })).toMatchObject({ kept: [] })
})

test('repositories and architectures are looked at by themselves', async () => {
  const both = (version: string, day: number) =>
    containerOf('helper', version, day, [
      `deb/x86_64/helper_${version}-1.1_amd64.deb`,
      `rpm/aarch64/helper-${version}-1.1.aarch64.rpm`,
    ])
  const rpm = containerOf('hello', '1.2', 5, ['rpm/aarch64/hello-1.2-1.1.aarch64.rpm'])
  const requires = { 'hello-1.2-1.1.aarch64.rpm': ['helper < 3'], 'hello_1.2-1.1_amd64.deb': ['helper (<< 3)'] }
  expect(await clean([rpm, both('3.0', 3), both('2.1', 2)], requires)).toMatchObject({
    kept: ['helper 2.1: hello 1.2-1.1 (rpm/aarch64) requires helper < 3'],
  })
})

test('what fits every machine is asked for once, and where nothing goes nothing is asked', async () => {
  const every = (version: string, day: number) => containerOf('hello', version, day, [`deb/x86_64/hello_${version}-1.1_all.deb`])
  const arm = [3, 2].map((version) =>
    containerOf('helper', `${version}.0`, version, [`deb/aarch64/helper_${version}.0-1.1_arm64.deb`]),
  )
  expect(await clean([every('1.2', 5), every('1.1', 4), ...arm])).toMatchObject({ goes: ['hello 1.1', 'helper 2.0'], reads: 2 })
  expect(await clean(hellos.slice(0, 1))).toEqual({ goes: [], kept: [], reads: 0 })
})
