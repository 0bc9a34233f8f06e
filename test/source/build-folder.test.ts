import { mkdir, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { standardArchitectures } from '../../src/architecture.js'
import { platformOf } from '../../src/platform.js'
import { listBuildFolders } from '../../src/source/build-folder.js'

const names = [
  ...['a_linux_amd64_v3', 'a_linux_amd64_v1', 'a_b_linux_amd64_v1', 'a_linux_arm_6', 'a_linux_arm_7', 'a_linux_arm64_v8.0'],
  ...['a_darwin_arm64_v8.0', 'a_windows_386_sse2', 'a_linux_s390x', 'linux_amd64_v1', 'notes'],
]
let dist: string

beforeAll(async () => {
  dist = await mkdtemp(join(tmpdir(), 'dist-'))
  for (const name of names) await mkdir(join(dist, name))
})
afterAll(() => rm(dist, { recursive: true }))

test.each([
  ['x86_64', ['a_b: a_b_linux_amd64_v1', 'a: a_linux_amd64_v1', 'a: a_linux_amd64_v3']],
  ['aarch64', ['a: a_linux_arm64_v8.0']],
  ['armv7l', ['a: a_linux_arm_7']],
  ['s390x', ['a: a_linux_s390x']],
  ['darwin/arm64', ['a: a_darwin_arm64_v8.0']],
  ['windows/386', ['a: a_windows_386_sse2']],
  ['ppc64le', []],
])("programs for %s lie in goreleaser's folders %j", async (target, folders) => {
  const found = await listBuildFolders(dist, platformOf(target, standardArchitectures))
  expect(found.map(({ build, place }) => `${build}: ${basename(place)}`)).toEqual(folders)
})

test('a folder that is not there has none', async () => {
  expect(await listBuildFolders(join(dist, 'absent'), platformOf('x86_64', standardArchitectures))).toEqual([])
})
