import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { testHost, type TestHost } from '../support/host.js'
import { amd64, arm64, collect, digest } from './project.js'

let host: TestHost
beforeAll(async () => {
  host = await testHost()
})
afterAll(() => host.remove())

const source = '{ url: "https://example.org/hello-{goarch}", sha256: "{url}.sha256" }'
const single = `${source}\n    architectures: [x86_64]`

test.each([
  ['by OBS name', 'x86_64/hello', 'aarch64/hello'],
  ['by Go name, below the package', 'hello/amd64/hello', 'hello/arm64/hello'],
  ['mixed', 'amd64/hello', 'hello/aarch64/hello'],
])('a folder given in place of the source has a folder for each architecture, %s', async (_, first, second) => {
  const beside = { [`given/${first}`]: amd64, [`given/${second}`]: arm64 }
  const binaries = await collect({ source, beside, binaries: 'given' }, host)
  expect(binaries.map(({ place, sha256 }) => [place, sha256])).toEqual([
    ['x86_64/hello', digest(amd64)],
    ['aarch64/hello', digest(arm64)],
  ])
})

test("the folders of goreleaser's dist are known, of each architecture the oldest processor", async () => {
  const other = Buffer.from('of another')
  const beside = {
    'dist/world_linux_amd64_v1/other': other,
    'dist/hello_linux_amd64_v1/hello': amd64,
    'dist/hello_linux_amd64_v3/hello': other,
    'dist/hello_darwin_arm64_v8.0/hello': other,
    'dist/hello_linux_arm64_v8.0/hello': arm64,
    'dist/artifacts.json': '[]',
  }
  const binaries = await collect({ source, beside, binaries: 'dist' }, host)
  expect(binaries.map(({ place, sha256 }) => [place, sha256])).toEqual([
    ['x86_64/hello', digest(amd64)],
    ['aarch64/hello', digest(arm64)],
  ])
})

test('a program of two builds of goreleaser is refused', async () => {
  const twice = { 'dist/full_linux_amd64_v1/hello': amd64, 'dist/small_linux_amd64_v1/hello': arm64 }
  await expect(collect({ source: single, beside: twice, binaries: 'dist' }, host)).rejects.toThrow(
    /dist holds hello of several builds, full, small; give a folder with the one that is meant\.$/,
  )
})

test('the build output of one architecture needs no folder for it', async () => {
  const binaries = await collect({ source: single, beside: { 'bin/hello': amd64 }, binaries: 'bin' }, host)
  expect(binaries.map(({ place }) => place)).toEqual(['x86_64/hello'])
  await expect(collect({ source, beside: { 'bin/hello': amd64 }, binaries: 'bin' }, host)).rejects.toThrow(
    /There is no hello for x86_64 at .*\n.*There is no hello for aarch64 at /,
  )
})

test('a program named by its path in an archive is found without that path', async () => {
  const files = '/usr/bin/hello: { binary: server/bin/hello }'
  const binaries = await collect({ source: single, files, beside: { 'bin/hello': amd64 }, binaries: 'bin' }, host)
  expect(binaries.map(({ name }) => name)).toEqual(['server/bin/hello'])
})

test('every missing program is named at once, with where the config wants it', async () => {
  const failure = collect({ source, beside: { 'given/other': '' }, binaries: 'given' }, host)
  await expect(failure).rejects.toMatchObject({ name: 'UserError' })
  await expect(failure).rejects.toThrow(
    /^\S*packages\.yaml:\d+:\d+: There is no hello for x86_64 at \S*given\/x86_64\/hello \(nor under the architecture's other names\)\.\n.*There is no hello for aarch64 at /,
  )
})

test('a checksum beside a program must be right', async () => {
  const beside = { 'given/amd64/hello': amd64, 'given/amd64/hello.sha256': digest('other'), 'given/arm64/hello': arm64 }
  const failure = collect({ source, beside, binaries: 'given' }, host)
  await expect(failure).rejects.toMatchObject({ name: 'WorkError' })
  await expect(failure).rejects.toThrow(`has SHA-256 ${digest(amd64)}, but ${digest('other')} is stated; nothing was packed.`)
})

test.each([
  ['a folder', 'build/{goarch}', 'build/amd64/hello', 'build/arm64/hello'],
  ['a file', 'build/{binary}-{debarch}{exe}', 'build/hello-amd64', 'build/hello-arm64'],
])("a config's folder may be a template of %s", async (_, folder, first, second) => {
  const binaries = await collect({ source: `{ folder: "${folder}" }`, beside: { [first]: amd64, [second]: arm64 } }, host)
  expect(binaries.map(({ sha256 }) => sha256)).toEqual([digest(amd64), digest(arm64)])
})

test("checksums of a config's folder are checked", async () => {
  const beside = {
    'amd64/hello': amd64,
    'arm64/hello': arm64,
    sums: `${digest(amd64)}  amd64/hello\n${digest('x')}  arm64/hello\n`,
  }
  await expect(collect({ source: '{ folder: "{goarch}", sha256: sums }', beside }, host)).rejects.toThrow(
    /^hello for aarch64 from \S*arm64\/hello has SHA-256 /,
  )
})

test('a wrong program of a folder is refused', async () => {
  const beside = { 'given/amd64/hello': arm64, 'given/arm64/hello': 'text' }
  await expect(collect({ source, beside, binaries: 'given' }, host)).rejects.toThrow(
    /is a program for aarch64, not for x86_64; check packages\.hello\.source\.\n.*is no program at all/,
  )
})
