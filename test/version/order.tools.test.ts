import { expect, test } from '@jest/globals'
import { execFileSync, spawnSync } from 'node:child_process'
import { comparePackageVersions } from '../../src/version/order.js'
import { parseVersion } from '../../src/version/version.js'

/** Versions as one project writes them, from a seed: releases, prereleases by name and number, nightlies after each. */
function generateVersions(seed: number): string[] {
  const next = randomNumbers(seed)
  const one = <T>(list: readonly T[]) => list[next() % list.length] as T // the index is within the list
  const number = () => one([0, 1, 2, 9, 10, 11, 99, 100])
  return Array.from({ length: 90 }, () => {
    const core = `1.${number()}.${number()}`
    const pre = one(['', '', `-${one(['alpha', 'beta', 'rc'])}.${number()}`])
    return pre === '' ? core : `${core}${pre}${one(['', '', `.${number()}+${one(['a', 'f'])}${(next() % 65536).toString(16)}`])}`
  }).map((text) => parseVersion(text).package)
}

/** A small generator of repeatable numbers: Marsaglia's xorshift. */
function randomNumbers(seed: number): () => number {
  let state = seed
  return () => {
    state ^= state << 13
    state ^= state >>> 17
    state ^= state << 5
    return state >>> 0
  }
}

/** Pairs of different versions; the commit of a nightly gives it no order, so pairs that differ by it alone are left out. */
function pairsOf(versions: readonly string[]): [string, string][] {
  const place = (version: string) => version.replace(/\+.*/, '')
  return versions.flatMap((left, index) =>
    versions
      .slice(index + 1)
      .flatMap((right) => (place(left) === place(right) ? [] : [[left, right] satisfies [string, string]])),
  )
}

const pairs = pairsOf(generateVersions(20260731))
const ours = pairs.map(([left, right]) => Math.sign(comparePackageVersions(left, right)))

test('there are some thousands of pairs, in both directions', () => {
  expect(pairs.length).toBeGreaterThan(3000)
  expect(new Set(ours)).toEqual(new Set([-1, 1]))
})

/** The order of each pair by rpm: -1, 0 or 1. */
function askRpm(asked: readonly (readonly [string, string])[]): number[] {
  const answers: number[] = []
  // rpm 4.18 crashes on macros that are much longer.
  for (let start = 0; start < asked.length; start += 100) {
    const calls = asked.slice(start, start + 100).map(([left, right]) => `print(rpm.vercmp('${left}', '${right}'), ' ')`)
    const printed = execFileSync('rpm', ['--eval', `%{lua:${calls.join('\n')}}`], { encoding: 'utf8' })
    answers.push(...printed.trim().split(/\s+/).map(Number))
  }
  return answers
}

test('the order of versions is that of rpm', () => {
  expect(askRpm(pairs)).toEqual(ours)
})

test('the order of versions with epoch and release is that of rpm', () => {
  const wholes = pairs.map(([left, right], index): [string, string] => {
    const release = (seed: number) => `${seed % 3}.${seed % 11}`
    const other = index % 2 === 0 ? left : right
    return [`${index % 3}:${left}-${release(index)}`, `${index % 7 === 0 ? 1 : index % 3}:${other}-${release(index + 1)}`]
  })
  expect(rowsOf(wholes, wholes.map(order))).toEqual(rowsOf(wholes, askRpm(wholes)))
})

test('the order of versions is that of dpkg', () => {
  // dpkg is a process for each pair.
  const some = pairs.slice(0, 1500)
  const script = some.map(([left, right]) => `dpkg --compare-versions '${left}' lt '${right}'; echo $?`).join('\n')
  const { stdout } = spawnSync('sh', [], { input: script, encoding: 'utf8', maxBuffer: 1 << 26 })
  expect(
    stdout
      .trim()
      .split('\n')
      .map((code) => (code === '0' ? -1 : 1)),
  ).toEqual(ours.slice(0, 1500))
})

/** The order of each pair by dpkg: -1, 0 or 1. */
function askDpkg(asked: readonly (readonly [string, string])[]): number[] {
  const compare = (left: string, relation: string, right: string) => `dpkg --compare-versions '${left}' ${relation} '${right}'`
  const script = asked.map(([l, r]) => `${compare(l, 'lt', r)} && echo -1 || { ${compare(l, 'eq', r)} && echo 0 || echo 1; }`)
  const { stdout, stderr } = spawnSync('sh', [], { input: script.join('\n'), encoding: 'utf8' })
  // dpkg goes on with a version that it calls invalid.
  expect(stderr).toBe('')
  return stdout.trim().split('\n').map(Number)
}

const rowsOf = (asked: readonly (readonly [string, string])[], orders: readonly number[]) =>
  asked.map(([left, right], index) => `${left} ${right} ${orders[index]}`)
const order = ([left, right]: readonly [string, string]) => Math.sign(comparePackageVersions(left, right))

test('the order is that of dpkg also for what no project should write', () => {
  const odd = [
    '1.0',
    '1.0.0',
    '1.0a',
    '1.0~',
    '1.0~~',
    '1.0~a',
    '1.0+',
    '1.00',
    '1.0.a',
    '1.0.A',
    '01.0',
    '1.0.',
    '1.0+1',
    '1.0~0.1',
    '1.0+abc',
    '1.0-1',
    '1.0-0',
    '1.0-1-1',
    '1.0-~1',
    '0:1.0',
    '1:0.1',
    '1:0.1:2-3',
  ]
  const odds = odd.flatMap((left) => odd.map((right) => [left, right] as const))
  expect(rowsOf(odds, odds.map(order))).toEqual(rowsOf(odds, askDpkg(odds)))
})

/** A version of any separators; its neighbour is the same but for one part, so that the parts behind it count too. */
function generateNeighbours(seed: number, count: number): [string, string][] {
  const next = randomNumbers(seed)
  const one = (...list: readonly string[]) => list[next() % list.length] ?? ''
  const word = () => one('0', '1', '9', '10', '01', 'a', 'rc', 'Z', '')
  const version = () => {
    const parts = Array.from({ length: 1 + (next() % 3) }, () => `${one('.', '+', '~', '-', '')}${word()}`)
    return [one('', '', '0:', '1:', '2:'), one('0', '1', '10'), ...parts, one('', '-0', '-1', '-1.1', '-1~a', '-a+1')]
  }
  const isValid = (text: string) => /^(?:\d+:)?\d/.test(text) && !text.endsWith('-')
  return Array.from({ length: count }, (): [string, string] => {
    const left = version()
    const other = version()
    const changed = next() % left.length
    const right = next() % 4 === 0 ? other : left.map((part, index) => (index === changed ? (other[index] ?? '') : part))
    return [left.join(''), right.join('')]
  }).filter((pair) => pair.every(isValid))
}

test('the order is that of dpkg for versions of every separator, with epochs and releases', () => {
  const neighbours = generateNeighbours(20261126, 1500)
  expect(neighbours.length).toBeGreaterThan(1200)
  expect(rowsOf(neighbours, neighbours.map(order))).toEqual(rowsOf(neighbours, askDpkg(neighbours)))
})

test.each([
  ['of Python', {}, ['1.2.3.dev4', '1.2.3a1', '1.2.3b2', '1.2.3rc1', '1.2.3rc10', '1.2.3', '1.2.3.post1', '1.2.4']],
  ['of JBoss', {}, ['4.1.0.Alpha1', '4.1.0.Beta2', '4.1.0.CR1', '4.1.0.Final', '4.1.0.SP1', '4.1.1.Alpha1', '4.1.1.Final']],
  ['of days', {}, ['20231231', '20240227', '20240301']],
  ['of one number', {}, ['9', '10-rc.1', '10', '11']],
  ['with letters', {}, ['9.6', '9.6p1', '9.6p2', '9.7p1']],
  ['with long-term support', { releases: ['lts'] }, ['24.8.4.13-lts', '24.8.4.14-lts', '24.8.10.1-lts', '24.9.1.1-lts']],
  ['with revisions', { releases: ['number'] }, ['1.2.3', '1.2.3-1', '1.2.3-2', '1.2.3-10', '1.2.4']],
  ['of git describe', {}, ['1.2.3', 'v1.2.3-5-gabcdef0', 'v1.2.3-12-gabcdef0', '1.2.4-rc.1', 'v1.2.4-rc.1-2-gabcdef0', '1.2.4']],
  ['of a distribution', {}, ['1.30.4-rc1+k3s1', '1.30.4-rc2+k3s1', '1.30.4+k3s1', '1.30.4+k3s2', '1.30.5+k3s1']],
])('versions %s sort as their project means them, by rpm and by dpkg', (_, rules, texts) => {
  const versions = texts.map((text) => parseVersion(text, rules).package)
  const steps = versions.slice(1).map((right, index): [string, string] => [versions[index] ?? '', right])
  const unsorted = steps.filter(
    ([left, right]) => spawnSync('dpkg', ['--compare-versions', `${left}-1`, 'lt', `${right}-1`]).status !== 0,
  )
  expect(unsorted).toEqual([])
  expect(askRpm(steps)).toEqual(steps.map(() => -1))
  expect(steps.map(([left, right]) => Math.sign(comparePackageVersions(left, right)))).toEqual(steps.map(() => -1))
})
