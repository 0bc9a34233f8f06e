import { describe, expect, test } from '@jest/globals'
import { listLine, releaseTime, type History, type Tag } from '../../src/plan/history.js'
import { parseVersion } from '../../src/version/version.js'

/**
 * A history in few words: `name <- parents = tags`, a commit a line. A tag is made when the line is reached, 100 s after
 * the one before, or at the time after its `@`.
 */
function historyOf(text: string, head?: string): History {
  const parents = new Map<string, readonly string[]>()
  const tags: Tag[] = []
  for (const [index, line] of text.trim().split('\n').entries()) {
    const [, commit = '', older = '', names = ''] = /^\s*(\w+)(?: <- ([\w ]+?))?(?: = (.*))?$/.exec(line) ?? []
    parents.set(commit, older.split(' ').filter(Boolean))
    for (const each of names.split(' ').filter(Boolean)) {
      const [name = '', at] = each.split('@')
      const committed = (index + 1) * 100
      tags.push({
        version: parseVersion(name),
        commit,
        committed,
        tagged: at === undefined ? committed : Number(at),
        message: '',
      })
    }
  }
  return { tags, parents, ...(head === undefined ? {} : { head }) }
}

const line = (version: string, history: History) => listLine(parseVersion(version), history).map((entry) => entry.version)

describe('a release was at', () => {
  const { tags, parents } = historyOf('a = v1.0.0@777')
  test.each<[string, number, History]>([
    ['SOURCE_DATE_EPOCH', 5, { epoch: 5, tags, parents }],
    ['the beginning of time, when that is said', 0, { epoch: 0, tags, parents }],
    ['the time of its commit, not of its tag', 100, { tags, parents }],
    ['a fixed time without a tag', 1_000_000_000, { tags: [], parents }],
  ])('%s', (_, time, history) => {
    expect(releaseTime(parseVersion('1.0.0'), history)).toBe(time)
  })

  test('no time of another version', () => {
    expect(releaseTime(parseVersion('1.0.0+vendor1'), { tags, parents })).toBe(1_000_000_000)
  })
})

describe('one branch', () => {
  const history = historyOf(`
    a = v1.0.0
    b <- a = v1.1.0-rc.1
    c <- b = v1.1.0
    d <- c = v1.1.10
    e <- d = v1.1.9
    f <- e = v1.2.0
  `)
  test.each([
    ['1.0.0', ['1.0.0']],
    ['1.1.0-rc.1', ['1.1.0~rc.1', '1.0.0']],
    ['1.1.0', ['1.1.0', '1.1.0~rc.1', '1.0.0']],
    ['1.1.10', ['1.1.10', '1.1.0', '1.1.0~rc.1', '1.0.0']],
    ['1.2.0', ['1.2.0', '1.1.10', '1.1.9', '1.1.0', '1.1.0~rc.1', '1.0.0']],
  ])('%s follows the order of versions', (version, entries) => {
    expect(line(version, history)).toEqual(entries)
  })
})

describe('a branch for each minor', () => {
  // A patch of 1.1 between two of 1.2, and one that was merged back.
  const apart = `
    a = v1.1.0
    b <- a = v1.2.0
    x <- a = v1.1.1
    c <- b = v1.2.1
    y <- x = v1.1.2
  `
  const merged = `${apart.trimEnd()}
    d <- c y = v1.2.2
    e <- d = v1.3.0
  `
  test.each([
    ['1.1.1', apart, ['1.1.1', '1.1.0']],
    ['1.1.1', merged, ['1.1.1', '1.1.0']],
    ['1.1.2', apart, ['1.1.2', '1.1.1', '1.1.0']],
    ['1.1.2', merged, ['1.1.2', '1.1.1', '1.1.0']],
    ['1.2.0', apart, ['1.2.0', '1.1.0']],
    ['1.2.0', merged, ['1.2.0', '1.1.0']],
    ['1.2.1', apart, ['1.2.1', '1.2.0', '1.1.0']],
    ['1.2.1', merged, ['1.2.1', '1.2.0', '1.1.0']],
    ['1.2.2', merged, ['1.2.2', '1.2.1', '1.2.0', '1.1.0']],
    ['1.3.0', merged, ['1.3.0', '1.2.2', '1.2.1', '1.2.0', '1.1.0']],
  ])('%s has its own line and what it grew from', (version, history, entries) => {
    expect(line(version, historyOf(history))).toEqual(entries)
  })

  test('a minor that grew out of a branch of patches has them', () => {
    const history = historyOf('a = v1.1.0\nx <- a = v1.1.1\nb <- x = v1.2.0\ny <- x = v1.1.2')
    expect(line('1.2.0', history)).toEqual(['1.2.0', '1.1.1', '1.1.0'])
  })

  test('a later major version on the way is none of an earlier one', () => {
    const history = historyOf('a = v1.9.0\nb <- a = v2.0.0\nx <- a = v1.9.1\nc <- b x = v2.0.1')
    expect(line('2.0.1', history)).toEqual(['2.0.1', '2.0.0', '1.9.0'])
    expect(line('1.9.1', history)).toEqual(['1.9.1', '1.9.0'])
  })
})

test('what is tagged later changes nothing', () => {
  const before = historyOf('a = v1.0.0\nb <- a\nc <- b = v1.2.0')
  const after = historyOf('a = v1.0.0\nb <- a = v1.1.0@900\nc <- b = v1.2.0\nd <- c = v1.2.1')
  expect(line('1.2.0', before)).toEqual(['1.2.0', '1.0.0'])
  expect(line('1.2.0', after)).toEqual(['1.2.0', '1.0.0'])
})

test('a version that is tagged as v1.2.0 and 1.2.0 has one entry, of the first', () => {
  const history = historyOf('a = v1.1.0\nb <- a = v1.2.0 1.2.0')
  expect(listLine(parseVersion('1.2.0'), history).map(({ version, time }) => [version, time])).toEqual([
    ['1.2.0', 200],
    ['1.1.0', 100],
  ])
})

describe('a version without a tag', () => {
  const text = 'a = v1.0.0\nb <- a = v1.1.0\nc <- b\nx <- a = v1.0.1'
  test.each([
    ['1.1.1', 'c', ['1.1.0', '1.0.0']],
    ['1.2.0-alpha.0.1+abc', 'c', ['1.1.0', '1.0.0']],
    ['1.0.2', 'x', ['1.0.1', '1.0.0']],
    ['1.0.2', 'c', ['1.0.0']],
    ['0.9.0', 'c', []],
  ])('%s begins at what is checked out: %s', (version, head, entries) => {
    expect(line(version, historyOf(text, head))).toEqual(entries)
  })

  test('has no past where nothing is known of the commits', () => {
    expect(line('1.1.1', { tags: historyOf(text).tags, parents: new Map() })).toEqual([])
  })
})

test('an entry has the time of its tag and its message, or names the version', () => {
  const tag = (name: string, tagged: number, message: string): Tag => ({
    ...{ version: parseVersion(name), commit: 'a', committed: 5 },
    tagged,
    message,
  })
  const history = { tags: [tag('v1.0.0', 10, ''), tag('v1.0.1-rc.1', 20, 'Greets')], parents: new Map() }
  expect(listLine(parseVersion('1.0.1'), { ...history, head: 'a' })).toEqual([
    { version: '1.0.1~rc.1', time: 20, changes: ['Greets'] },
    { version: '1.0.0', time: 10, changes: ['Version 1.0.0.'] },
  ])
})
