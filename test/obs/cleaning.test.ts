import { expect, test } from '@jest/globals'
import { describeAge, judgeByAge, listHeldVersions } from '../../src/obs/cleaning.js'
import type { ReleasedContainer } from '../../src/obs/inventory.js'
import { containerOf } from './held.js'

const day = 86_400_000
const now = Date.UTC(2026, 0, 20)
/** Versions 1.5 to 1.1 of hello, released on the 5th to the 1st. */
const five = [5, 4, 3, 2, 1].map((minor) => containerOf('hello', `1.${minor}`, minor))

function judge(released: readonly ReleasedContainer[], rule: { keep?: number; youngerThan?: number; packages?: string[] }) {
  const verdicts = judgeByAge(listHeldVersions(released), { keep: 0, youngerThan: 0, packages: ['hello'], now, ...rule })
  return Object.fromEntries(
    verdicts.map((each) => [`${each.package} ${each.version}`, `${each.goes ? 'goes' : 'stays'}: ${each.reason}`]),
  )
}

test('the newest so many stay', () => {
  expect(judge(five, { keep: 2 })).toEqual({
    'hello 1.5': 'stays: the newest',
    'hello 1.4': 'stays: one of the 2 newest',
    'hello 1.3': 'goes: 2 newer, 17 days old',
    'hello 1.2': 'goes: 3 newer, 18 days old',
    'hello 1.1': 'goes: 4 newer, 19 days old',
  })
})

test('those younger than a time stay, and the newest however old it is', () => {
  expect(judge(five, { youngerThan: 17 * day + 1 })).toMatchObject({
    'hello 1.4': 'stays: 16 days old, younger than 17 days',
    'hello 1.3': 'stays: 17 days old, younger than 17 days',
    'hello 1.2': 'goes: 3 newer, 18 days old',
  })
  expect(judge(five, { youngerThan: day })).toMatchObject({
    'hello 1.5': 'stays: the newest',
    'hello 1.4': 'goes: 1 newer, 16 days old',
  })
})

test('with both, either keeps a version', () => {
  const verdicts = judge(five, { keep: 2, youngerThan: 18 * day })
  expect(Object.values(verdicts).map((each) => each.slice(0, 4))).toEqual(['stay', 'stay', 'stay', 'goes', 'goes'])
})

test('what counts as newest is the version, not the time of its release', () => {
  const late = containerOf('hello', '1.0', 19)
  expect(judge([...five, late], { keep: 1 })).toMatchObject({
    'hello 1.5': 'stays: the newest',
    'hello 1.0': 'goes: 5 newer, 1 day old',
  })
})

test('all containers of a version are one version, as old as the newest of them', () => {
  const again = containerOf('hello', '1.4', 19)
  const held = listHeldVersions([...five.slice(0, 1), again, ...five.slice(1)])
  expect(held.map(({ version, containers }) => [version, containers.length])).toEqual([
    ...[['1.5', 1] as const, ['1.4', 2] as const],
    ...['1.3', '1.2', '1.1'].map((version) => [version, 1]),
  ])
  expect(held[1]?.time).toBe(Date.UTC(2026, 0, 19))
})

test('of a repository and architecture that newer versions lack, the newest version stays', () => {
  const arm = (version: string, day: number) =>
    containerOf('hello', version, day, [`deb/x86_64/hello_${version}-1.1_amd64.deb`, `deb/armv7l/hello_${version}-1.1_armhf.deb`])
  expect(judge([...five.slice(0, 3), arm('1.2', 2), arm('1.1', 1)], { keep: 1 })).toEqual({
    'hello 1.5': 'stays: the newest',
    'hello 1.4': 'goes: 1 newer, 16 days old',
    'hello 1.3': 'goes: 2 newer, 17 days old',
    'hello 1.2': 'stays: nothing newer for deb/armv7l',
    'hello 1.1': 'goes: 4 newer, 19 days old',
  })
})

test('another package of the same build, which newer versions do not make any more, keeps nothing', () => {
  const old = containerOf('hello', '1.1', 1, ['deb/x86_64/hello_1.1-1.1_amd64.deb', 'deb/aarch64/hello-doc_1.1-1.1_all.deb'])
  expect(judge([...five.slice(0, 4), old], { keep: 1 })).toMatchObject({ 'hello 1.1': 'goes: 4 newer, 19 days old' })
})

test('packages are counted by themselves, and those that nobody asks about stay', () => {
  const helpers = [containerOf('helper', '2.1', 4), containerOf('helper', '2.0', 3)]
  expect(judge([...helpers, ...five.slice(3)], { keep: 1 })).toEqual({
    'helper 2.1': 'stays: not asked about',
    'helper 2.0': 'stays: not asked about',
    'hello 1.2': 'stays: the newest',
    'hello 1.1': 'goes: 1 newer, 19 days old',
  })
})

test.each([
  [0, 'less than a minute'],
  [61_000, '1 minute'],
  [7_200_000, '2 hours'],
  [day, '1 day'],
  [400 * day, '400 days'],
])('an age of %i milliseconds is %s', (milliseconds, words) => {
  expect(describeAge(milliseconds)).toBe(words)
})
