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

test('the order of versions is that of rpm', () => {
  const answers: number[] = []
  // rpm 4.18 crashes on macros that are much longer.
  for (let start = 0; start < pairs.length; start += 100) {
    const calls = pairs.slice(start, start + 100).map(([left, right]) => `print(rpm.vercmp('${left}', '${right}'), ' ')`)
    const printed = execFileSync('rpm', ['--eval', `%{lua:${calls.join('\n')}}`], { encoding: 'utf8' })
    answers.push(...printed.trim().split(/\s+/).map(Number))
  }
  expect(answers).toEqual(ours)
})

test('the order of versions is that of dpkg', () => {
  const script = pairs.map(([left, right]) => `dpkg --compare-versions '${left}' lt '${right}'; echo $?`).join('\n')
  const { stdout } = spawnSync('sh', [], { input: script, encoding: 'utf8', maxBuffer: 1 << 26 })
  expect(
    stdout
      .trim()
      .split('\n')
      .map((code) => (code === '0' ? -1 : 1)),
  ).toEqual(ours)
})

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
  ]
  const odds = odd.flatMap((left) => odd.map((right) => [left, right] as const))
  const compare = (left: string, relation: string, right: string) => `dpkg --compare-versions '${left}' ${relation} '${right}'`
  const script = odds.map(([l, r]) => `${compare(l, 'lt', r)} && echo -1 || { ${compare(l, 'eq', r)} && echo 0 || echo 1; }`)
  const { stdout } = spawnSync('sh', [], { input: script.join('\n'), encoding: 'utf8' })
  const expected = stdout.trim().split('\n')
  const row = ([left, right]: readonly [string, string], order: string | number) => `${left} ${right} ${order}`
  expect(odds.map((pair) => row(pair, Math.sign(comparePackageVersions(...pair))))).toEqual(
    odds.map((pair, index) => row(pair, expected[index] ?? '?')),
  )
})
