import { copyFile, mkdir, mkdtemp, readdir, rm } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { hashBytes } from '../../src/host/file.js'
import { buildDeb, buildRpm, type Recipe } from '../package/workshop.js'
import { testHost, type TestHost } from '../support/host.js'
import { compare } from './comparison.js'

let host: TestHost

beforeAll(async () => {
  host = await testHost()
})
afterAll(() => host.remove())

/** A new folder with a package of each recipe, by its name under the working directory. */
async function folderOf(build: typeof buildDeb, ...recipes: readonly Recipe[]): Promise<string> {
  const folder = await mkdtemp(join(host.directories.work, 'side-'))
  for (const recipe of recipes) await build(folder, recipe)
  return basename(folder)
}

test.each([
  ['deb', buildDeb],
  ['rpm', buildRpm],
] as const)('two builds of one %s are the same, and at different times differ at most in size', async (_, build) => {
  const [left, right, later] = [
    await folderOf(build, {}),
    await folderOf(build, {}),
    await folderOf(build, { time: 1_500_000_000 }),
  ]
  const same = {
    same: true,
    rows: [],
    report: '### ✅ The packages are the same',
    failure: undefined,
  }
  expect(await compare(host, left, right)).toEqual(same)
  expect(await compare(host, left, later, 'size:package')).toEqual(same)
  expect(host.lines).toContain('info: Compared 1 package on the left with 1 package on the right.')
})

test.each([
  ['deb', buildDeb, 'xz', 'zstd'],
  ['rpm', buildRpm, 'w6.xzdio', 'w3.zstdio'],
] as const)('%s packages whose payloads are compressed differently differ in size alone', async (_, build, one, other) => {
  const [left, right] = [await folderOf(build, { compression: one }), await folderOf(build, { compression: other })]
  const { same, rows } = await compare(host, left, right)
  expect([same, rows]).toEqual([false, [expect.stringMatching(/^size package: \d+ -> \d+$/)]])
})

const hello = hashBytes('hello', 'sha256')
const bye = hashBytes('bye!!', 'sha256')

test('a deb that differs is told by a table, by rows for machines and by a failure', async () => {
  const left = await buildDeb(await mkdtemp(join(host.directories.work, 'l-')), { head: 'Depends: a (>= 1)' })
  const right = await buildDeb(await mkdtemp(join(host.directories.work, 'r-')), {
    head: 'Depends: a (>= 2)',
    release: '2',
    program: 'bye!!',
    mode: 0o700,
    scripts: { postinst: '#!/bin/sh\n' },
  })
  const ending = await compare(host, left, right, 'size')
  expect(ending).toMatchObject({
    same: false,
    failure: 'WorkError: 1 package differs, in 7 places: mend the packages, or name what may differ by the input `ignore`.',
    rows: [
      'release : 1 -> 2',
      'relations depends: a >= 1 -> a >= 2',
      'scripts postinst: null -> 2 lines',
      'mode /usr/bin/demo: 0755 -> 0700',
      `digest /usr/bin/demo: ${hello} -> ${bye}`,
      'mode /usr/bin/demo-hard: 0755 -> 0700',
      `digest /usr/bin/demo-hard: ${hello} -> ${bye}`,
    ],
  })
  expect(ending.report.split('\n').map((line) => line.replaceAll(/ +/g, ' '))).toEqual([
    '### 1 package differs, in 7 places',
    '',
    '| Package | What | Where | Left | Right |',
    expect.stringMatching(/^\| -+ \|/),
    '| deb demo 1.0-1 x86_64 | release | | 1 | 2 |',
    '| | relations | depends | a >= 1 | a >= 2 |',
    '| | scripts | postinst | — | 2 lines |',
    '| | mode | /usr/bin/demo | 0755 | 0700 |',
    `| | digest | /usr/bin/demo | ${hello.slice(0, 12)}… | ${bye.slice(0, 12)}… |`,
    '| | mode | /usr/bin/demo-hard | 0755 | 0700 |',
    `| | digest | /usr/bin/demo-hard | ${hello.slice(0, 12)}… | ${bye.slice(0, 12)}… |`,
  ])
  expect(
    (await compare(host, left, right, 'size, release, relations:depends, scripts, files:/usr/bin/*')).failure,
  ).toBeUndefined()
})

test('an rpm that differs in its scripts, marks and relations', async () => {
  const left = await folderOf(buildRpm, { scripts: { post: 'true' }, head: 'Requires(post): a' })
  const files = ['%doc /usr/bin/demo-hard', '/usr/bin/demo', '/usr/bin/demo-link']
  const right = await folderOf(buildRpm, { scripts: { post: 'false' }, head: 'Requires: a', files })
  expect((await compare(host, left, right, 'size')).rows).toEqual([
    'relations requires: null -> a',
    'relations requires(post): a -> null',
    'scripts post: line 2: true -> line 2: false',
    'marks /usr/bin/demo-hard: null -> doc',
  ])
})

test('a deb and an rpm of the same program are the same, and what was not compared is said', async () => {
  const left = await folderOf(buildDeb, { head: 'Depends: a (>= 1)' })
  const right = await folderOf(buildRpm, { head: 'Requires: a >= 1' })
  expect(await compare(host, left, right)).toMatchObject({ same: true, rows: [] })
  expect(host.lines).toContainEqual(
    expect.stringMatching(/^warning: Between a deb and an rpm these were not compared: scripts, /),
  )
})

test('folders are searched to their ends, and a package on one side is a difference', async () => {
  const left = await folderOf(buildDeb, {}, { architecture: 'arm64' })
  const right = await folderOf(buildDeb, {})
  const deep = join(host.directories.work, right, 'arm64/deep')
  await mkdir(deep, { recursive: true })
  const lone = join(host.directories.work, left, 'demo_1.0-1_arm64.deb')
  expect((await compare(host, left, right)).rows).toEqual([`package : ${lone} -> null`])
  await copyFile(lone, join(deep, 'demo.deb'))
  expect(await compare(host, left, right)).toMatchObject({ same: true, failure: undefined })
})

test.each([
  ['a path that is not there', 'nowhere', /^UserError: There is neither a package nor a folder at .*nowhere: check the path\.$/],
  ['an address that is none', 'http://', /^UserError: http:\/\/ is no address: write it as https:\/\/host\/path\.$/],
  ['two empty folders', 'empty', /^UserError: There is no package in empty and none in empty, so nothing would be compared/],
])('%s is refused', async (_, place, failure) => {
  await mkdir(join(host.directories.work, 'empty'), { recursive: true })
  expect(await compare(host, place, place)).toMatchObject({
    same: undefined,
    failure: expect.stringMatching(failure),
    report: '### ❌ Nothing was compared',
  })
})

test('what cannot be ignored is refused with what was meant', async () => {
  expect((await compare(host, 'a', 'b', 'digets:/usr/*, sise, nonsense')).failure).toMatch(
    /^UserError: .*`digets`, which nothing differs in; did you mean `digest`\?\n.*`sise`.*`size`\?\n.*`nonsense`, which nothing differs in; there are package, /,
  )
})

test('nothing stays behind', async () => {
  await rm(join(host.directories.work, 'empty'), { recursive: true, force: true })
  expect(await readdir(host.directories.temp)).toEqual([])
})
