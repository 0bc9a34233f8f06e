import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from '@jest/globals'
import { findHandler } from '../../src/verify/install/emulator.js'

let folder: string

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'emulator-'))
  await mkdir(join(folder, 'binfmt'))
})
afterEach(() => rm(folder, { recursive: true }))

/** What Linux shows of an interpreter that is registered. */
const entry = (state: string, flags: string) =>
  `${state}\ninterpreter /usr/bin/qemu-aarch64-static\nflags: ${flags}\noffset 0\nmagic 7f454c46\nmask ffffffff\n`

test.each([
  ['is started in every root', 'qemu-aarch64', entry('enabled', 'POCF'), 'aarch64', 'qemu-aarch64-static'],
  ['is registered by another name', 'qemu-aarch64-of-somebody', entry('enabled', 'F'), 'aarch64', 'qemu-aarch64-static'],
  ['has the name qemu has for it', 'qemu-arm', entry('enabled', 'F'), 'armv7l', 'qemu-aarch64-static'],
  ['would be looked for in the root', 'qemu-aarch64', entry('enabled', 'OC'), 'aarch64', undefined],
  ['is switched off', 'qemu-aarch64', entry('disabled', 'F'), 'aarch64', undefined],
  ['is for another architecture', 'qemu-aarch64_be', entry('enabled', 'F'), 'aarch64', undefined],
  ['is none', 'status', 'enabled\n', 'aarch64', undefined],
])('an emulator that %s is known for what it is', async (_, name, text, architecture, expected) => {
  await writeFile(join(folder, 'binfmt', name), text)
  expect(await findHandler(architecture, join(folder, 'binfmt'))).toBe(expected)
})

test('without binfmt_misc there is no emulator', async () => {
  expect(await findHandler('aarch64', join(folder, 'none'))).toBeUndefined()
})
