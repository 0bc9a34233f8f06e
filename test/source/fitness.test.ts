import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { addArchitectures } from '../../src/architecture.js'
import { judgeFitness } from '../../src/source/fitness.js'
import { platformOf } from '../../src/platform.js'
import { fakeProgram } from '../support/fake-program.js'
import { testHost, type TestHost } from '../support/host.js'

let host: TestHost
beforeAll(async () => {
  host = await testHost()
})
afterAll(() => host.remove())

const elf = { machine: 258, bits: 64, endian: 'little' } as const
const names = { obs: 'loongarch64', go: 'loong64', deb: 'loong64', rpm: 'loongarch64' }
const added = addArchitectures([
  { ...names, elf },
  { ...names, obs: 'unchecked64' },
])

async function judge(content: Buffer | string, platform: string): Promise<string | undefined> {
  const file = join(host.directories.temp, 'program')
  await writeFile(file, content)
  return judgeFitness(file, platformOf(platform, added))
}

test.each(['x86_64', 'aarch64', 'armv7l', 'ppc64le', 's390x', 'i586'])('a program for %s fits there alone', async (name) => {
  expect(await judge(fakeProgram(name), name)).toBeUndefined()
  const other = name === 'aarch64' ? 'x86_64' : 'aarch64'
  expect(await judge(fakeProgram(name), other)).toBe(`is a program for ${name}, not for ${other}`)
})

const loongProgram = () => {
  const program = fakeProgram('aarch64')
  program.writeUInt16LE(258, 18)
  return program
}

test('an architecture that the config adds is checked by what the config says of it', async () => {
  expect(await judge(loongProgram(), 'loongarch64')).toBeUndefined()
  expect(await judge(loongProgram(), 'x86_64')).toBe('is a program for ELF machine 258, 64 bits, little-endian, not for x86_64')
  expect(await judge(loongProgram(), 'unchecked64')).toBeUndefined()
})

test('the same machine with another word size is another architecture', async () => {
  const x32 = fakeProgram('x86_64')
  x32[4] = 1
  expect(await judge(x32, 'x86_64')).toBe('is a program for ELF machine 62, 32 bits, little-endian, not for x86_64')
})

function machO(...processors: readonly number[]): Buffer {
  const [first = 0] = processors
  const thin = Buffer.alloc(32)
  thin.writeUInt32BE(0xcffaedfe)
  thin.writeUInt32LE(first, 4)
  if (processors.length === 1) return thin
  const universal = Buffer.alloc(8 + 20 * processors.length)
  universal.writeUInt32BE(0xcafebabe)
  universal.writeUInt32BE(processors.length, 4)
  for (const [index, each] of processors.entries()) universal.writeUInt32BE(each, 8 + 20 * index)
  return universal
}

function pe(machine: number): Buffer {
  const program = Buffer.alloc(256)
  program.write('MZ')
  program.writeUInt32LE(128, 60)
  program.write('PE\0\0', 128, 'latin1')
  program.writeUInt16LE(machine, 132)
  return program
}

test.each([
  ['a macOS program', machO(0x100000c), 'darwin/arm64', undefined],
  ['a macOS program for another processor', machO(0x1000007), 'darwin/arm64', 'is a program for amd64, not for arm64'],
  ['a universal program', machO(0x1000007, 0x100000c), 'darwin/arm64', undefined],
  ['a Windows program', pe(0x8664), 'windows/amd64', undefined],
  ['a Windows program for another processor', pe(0xaa64), 'windows/amd64', 'is a program for arm64, not for amd64'],
  ['a Windows program on Linux', pe(0x8664), 'x86_64', 'is a Windows program'],
  ['a Linux program on Windows', fakeProgram('x86_64'), 'windows/amd64', 'is a Linux program'],
  ['a Linux program on macOS', fakeProgram('x86_64'), 'darwin/amd64', 'is a Linux program'],
  ['a script', '#!/bin/sh\n', 'aarch64', undefined],
  ['a script on Windows', '#!/bin/sh\n', 'windows/amd64', 'is a script'],
  ['an error page', '\n<!DOCTYPE html><html>not found', 'x86_64', 'is a web page'],
  ['an archive', Buffer.from([0x1f, 0x8b, 8, 0]), 'x86_64', 'is an archive (then the source needs `archive`)'],
  ['nothing', '', 'x86_64', 'is an empty file'],
  ['a text', 'hello', 'x86_64', 'is no program at all (a file that is none is a `member`, not a `binary`)'],
  [
    'a cut header',
    fakeProgram('x86_64').subarray(0, 10),
    'x86_64',
    'is no program at all (a file that is none is a `member`, not a `binary`)',
  ],
])('%s is recognised', async (_, content, platform, problem) => {
  expect(await judge(content, platform)).toBe(problem)
})
