import { execFile } from 'node:child_process'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { readGoBuild } from '../../src/package/go-build.js'
import { makeGoProgram } from './go-program.js'

const run = promisify(execFile)

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'obs-publish-go-'))
})
afterAll(() => rm(folder, { recursive: true, force: true }))

async function write(name: string, content: Buffer): Promise<string> {
  const file = join(folder, name)
  await writeFile(file, content)
  return file
}

describe('a real program of Go', () => {
  // The workflow tests have it, and it has the modules of a large project.
  const act = '.cache/act/bin/act'

  test('tells its Go, its module and all that it is made of', async () => {
    const build = await readGoBuild(act)
    expect(build).toMatchObject({
      go: expect.stringMatching(/^go1\.\d+/),
      path: 'act',
      main: { path: 'act', version: '(devel)' },
    })
    const { modules = [], settings = {} } = typeof build === 'object' ? build : {}
    expect(modules.length).toBeGreaterThan(50)
    expect(modules.filter(({ path, version, sum }) => path === '' || !/^v\d/.test(version) || !sum.startsWith('h1:'))).toEqual([])
    expect(settings).toMatchObject({ GOOS: 'linux', GOARCH: 'amd64' })
  })

  test('tells the same when all symbols and the sections are taken away', async () => {
    const [stripped, bare] = [join(folder, 'stripped'), join(folder, 'bare')]
    await run('strip', ['--strip-all', '-o', stripped, act])
    const content = await readFile(stripped)
    // The place and the number of the section headers.
    content.fill(0, 40, 48).fill(0, 60, 64)
    await writeFile(bare, content)
    const whole = await readGoBuild(act)
    expect(await readGoBuild(stripped)).toEqual(whole)
    expect(await readGoBuild(bare)).toEqual(whole)
  })
})

describe('a program of Go', () => {
  const info = [
    'path\texample.org/hello/cmd',
    'mod\texample.org/hello\tv1.2.3\th1:a=',
    'dep\texample.org/one\tv1.0.0\th1:b=',
    'dep\texample.org/two\tv2.0.0+incompatible',
    '=>\texample.org/fork\tv2.0.1\th1:c=',
    'build\t-ldflags="-X=a=b"',
    '',
  ].join('\n')
  const expected = {
    go: 'go1.22.1',
    path: 'example.org/hello/cmd',
    main: { path: 'example.org/hello', version: 'v1.2.3', sum: 'h1:a=' },
    modules: [
      { path: 'example.org/one', version: 'v1.0.0', sum: 'h1:b=' },
      { path: 'example.org/fork', version: 'v2.0.1', sum: 'h1:c=', replaces: 'example.org/two v2.0.0+incompatible' },
    ],
    settings: { '-ldflags': '"-X=a=b"' },
  }

  test.each([
    ['64 bits', { bits: 64, endian: 'little' }],
    ['64 bits, big-endian, as for s390x', { bits: 64, endian: 'big' }],
    ['32 bits, as for armv7l', { bits: 32, endian: 'little' }],
  ] as const)('of %s is read', async (name, kind) => {
    const file = await write(name, makeGoProgram({ ...kind, go: 'go1.22.1', info }))
    expect(await readGoBuild(file)).toEqual(expected)
  })

  test('before 1.18 says no more than that it is one', async () => {
    expect(await readGoBuild(await write('old', makeGoProgram({ go: 'go1.17', info, flags: 0 })))).toBe('pointers')
  })

  test('whose header states far more than there is, is read as far as it goes', async () => {
    expect(await readGoBuild(await write('vast', makeGoProgram({ go: 'go1.22.1', info, size: 0xffffffff })))).toEqual(expected)
  })

  test.each([
    ['is cut off', makeGoProgram({ go: 'go1.22.1', info }).subarray(0, 200)],
    ['states a length beyond its end', makeGoProgram({ go: 'go1.22.1', info, length: 0xffffff })],
  ])('that %s has none', async (name, content) => {
    expect(await readGoBuild(await write(name, content))).toBeUndefined()
  })
})

test.each([
  ['a script', Buffer.from('#!/bin/sh\n\xff Go buildinf:', 'latin1')],
  ['an empty file', Buffer.alloc(0)],
])('%s is no program of Go', async (name, content) => {
  expect(await readGoBuild(await write(name, content))).toBeUndefined()
})

test('a program of C is no program of Go', async () => {
  expect(await readGoBuild('/bin/true')).toBeUndefined()
})
