import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from '@jest/globals'
import { readdir, symlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { pack } from 'tar-stream'
import { claimPartial } from '../../src/source/store.js'
import { testHost, type TestHost } from '../support/host.js'
import { amd64, arm64, collect, digest, openProject, type Project } from './project.js'

let host: TestHost
let project: Project
beforeAll(async () => {
  project = await openProject()
})
beforeEach(async () => {
  host = await testHost()
  publish()
})
afterEach(async () => {
  project.served.clear()
  project.asked.length = 0
  await host.remove()
})
afterAll(() => project.close())

/** Serves the programs of version 1.2.3 with their checksums. */
function publish(version = 'v1.2.3'): void {
  for (const [name, program] of [
    ['amd64', amd64],
    ['arm64', arm64],
  ] as const) {
    const path = `/${version}/hello-${name}`
    project.served.set(path, program)
    project.served.set(`${path}.sha256`, `${digest(program)}  hello-${name}\n`)
    project.served.set(`${path}.sha512`, digest(program, 'sha512'))
  }
}

const remote = (more = ', sha256: "{url}.sha256"') => `{ url: "${project.origin}/v{version}/hello-{goarch}"${more} }`
const programs = () => project.asked.filter((path) => /hello-\w+$/.test(path)).sort()

test('programs come from a URL for each architecture', async () => {
  const binaries = await collect({ source: remote() }, host)
  expect(binaries.map(({ place, sha256, executable }) => [place, sha256, executable])).toEqual([
    ['x86_64/hello', digest(amd64), true],
    ['aarch64/hello', digest(arm64), true],
  ])
  expect(binaries[0]?.file).toBe(join(host.directories.cache, 'downloads', 'sha256', digest(amd64)))
})

test('what is cached under a stated digest is not asked for', async () => {
  await collect({ source: remote() }, host)
  await collect({ source: remote(', sha512: "{url}.sha512"') }, host)
  await collect({ source: remote(', sha512: "{url}.sha512"') }, host)
  project.asked.length = 0
  await collect({ source: remote() }, host)
  await collect({ source: remote(', sha256: "{url}.sha256", sha512: "{url}.sha512"') }, host)
  expect(programs()).toEqual([])
})

test('what was damaged in the cache is noticed and fetched again', async () => {
  const [first] = await collect({ source: remote() }, host)
  await writeFile(first?.file ?? '', 'damaged')
  const [again] = await collect({ source: remote() }, host)
  expect(again).toEqual(first)
  expect(programs()).toEqual(['/v1.2.3/hello-amd64', '/v1.2.3/hello-amd64', '/v1.2.3/hello-arm64'])
  expect(host.lines.filter((line) => line.startsWith('warning'))).toEqual([
    `warning: ${first?.file ?? ''} was damaged in the cache and is fetched again: it has SHA-256 ${digest('damaged')}, but ${digest(amd64)} is stated.`,
  ])
})

test('without a checksum everything is read anew, with a warning', async () => {
  await collect({ source: remote('') }, host)
  await collect({ source: remote('') }, host)
  expect(programs()).toHaveLength(4)
  expect(host.lines).toContain(
    `warning: ${project.origin}/v1.2.3/hello-amd64 has no checksum in the config (sha256, sha512): its content is taken as it came.`,
  )
})

test('a full disk is told with the folder that is on it', async () => {
  const partial = await claimPartial(`${project.origin}/v1.2.3/hello-amd64`, host)
  await symlink('/dev/full', join(partial.folder, 'data'))
  await partial.release()
  await expect(collect({ source: remote() }, host)).rejects.toThrow(
    `${project.origin}/v1.2.3/hello-amd64 cannot be kept in ${host.directories.cache}: A write failed, because no space is left on the device (ENOSPC); mend that and try again.`,
  )
  expect(await readdir(join(host.directories.cache, 'downloads', 'partial'))).toEqual([])
})

test('two runs at once do not harm each other', async () => {
  const runs = await Promise.all([1, 2, 3].map(() => collect({ source: remote() }, host)))
  expect(runs[1]).toEqual(runs[0])
  expect(runs[2]).toEqual(runs[0])
  expect(await readdir(join(host.directories.cache, 'downloads', 'partial'))).toEqual([])
})

test('a URL gets the values in their URL form', async () => {
  publish('v1.3.0-alpha.1.5%2Babc')
  await collect({ source: remote(), version: '1.3.0-alpha.1.5+abc' }, host)
  expect(programs()).toEqual(['/v1.3.0-alpha.1.5%2Babc/hello-amd64', '/v1.3.0-alpha.1.5%2Babc/hello-arm64'])
})

test('a carried package may be found by the version of the product', async () => {
  publish('v1.31.0/1.2.3')
  await collect({ source: `{ url: "${project.origin}/v{release-version}/{version}/hello-{goarch}" }`, release: '1.31.0' }, host)
  expect(programs()).toEqual(['/v1.31.0/1.2.3/hello-amd64', '/v1.31.0/1.2.3/hello-arm64'])
})

test('other platforms have addresses and places of their own', async () => {
  const windows = Buffer.alloc(256)
  windows.write('MZ')
  windows.writeUInt32LE(128, 60)
  windows.write('PE\0\0\x64\x86', 128, 'latin1')
  project.served.set('/windows/amd64/hello.exe', windows)
  const source = `{ url: "${project.origin}/{os}/{goarch}/{binary}{exe}" }`
  const [program] = await collect({ source, platforms: ['windows/amd64'] }, host)
  expect([program?.place, program?.architecture, program?.sha256]).toEqual(['windows-amd64/hello', 'x86_64', digest(windows)])
})

const sums = () => `SHA256 (hello-amd64) = ${digest(amd64)}\nSHA256 (hello-arm64) = ${digest(arm64)}\n`

test.each([
  ['a list beside the config', ', sha256: "sums/v{version}.txt"'],
  ['a digest for each architecture', `, sha256: { x86_64: ${digest(amd64)}, aarch64: ${digest(arm64)} }`],
  ['both algorithms', ', sha256: "{url}.sha256", sha512: "{url}.sha512"'],
])('checksums come from %s', async (_, more) => {
  expect(await collect({ source: remote(more), beside: { 'sums/v1.2.3.txt': sums() } }, host)).toHaveLength(2)
})

test.each(['sha256', 'sha512'])('a download with another %s is an error of the work and leaves nothing', async (algorithm) => {
  project.served.set(`/v1.2.3/hello-amd64.${algorithm}`, digest('something else', algorithm))
  const failure = collect({ source: remote(', sha256: "{url}.sha256", sha512: "{url}.sha512"') }, host)
  await expect(failure).rejects.toMatchObject({ name: 'WorkError' })
  await expect(failure).rejects.toThrow(
    `hello for x86_64 from ${project.origin}/v1.2.3/hello-amd64 has ${algorithm === 'sha256' ? 'SHA-256' : 'SHA-512'} ${digest(amd64, algorithm)}, but ${digest('something else', algorithm)} is stated; nothing was packed.`,
  )
  expect(await readdir(join(host.directories.cache, 'downloads', 'sha256'))).toEqual([digest(arm64)])
})

test('all that is wrong is told at once', async () => {
  project.served.delete('/v1.2.3/hello-amd64')
  project.served.set('/v1.2.3/hello-arm64.sha256', digest('something else'))
  const failure = collect({ source: remote() }, host)
  await expect(failure).rejects.toMatchObject({ name: 'UserError' })
  await expect(failure).rejects.toThrow(
    /packages\.yaml:\d+:\d+: There is nothing at http:\/\/127\.0\.0\.1:\d+\/v1\.2\.3\/hello-amd64, which hello needs for x86_64; check the version and packages\.hello\.source\.\nhello for aarch64 from .* is stated; nothing was packed\./,
  )
})

test('a program for another architecture is refused, whatever its checksum', async () => {
  project.served.set('/v1.2.3/hello-arm64', amd64)
  project.served.set('/v1.2.3/hello-arm64.sha256', digest(amd64))
  const failure = collect({ source: remote() }, host)
  await expect(failure).rejects.toMatchObject({ name: 'WorkError' })
  await expect(failure).rejects.toThrow(
    `hello of hello for aarch64, from ${project.origin}/v1.2.3/hello-arm64, is a program for x86_64, not for aarch64; check packages.hello.source.`,
  )
})

test('an error page in place of a program is refused', async () => {
  project.served.set('/v1.2.3/hello-amd64', '<html>Sign in</html>')
  await expect(collect({ source: remote('') }, host)).rejects.toThrow('is a web page; check packages.hello.source.')
})

test('a checksum file without the file, or with two digests of it, is refused', async () => {
  project.served.set('/v1.2.3/hello-amd64.sha256', 'not found')
  project.served.set('/v1.2.3/hello-arm64.sha256', `${digest('1')}  hello-arm64\n${digest('2')}  hello-arm64\n`)
  await expect(collect({ source: remote() }, host)).rejects.toThrow(
    /hello-amd64\.sha256 holds no SHA-256 for hello-amd64; check packages\.hello\.source\.sha256\.\n.*hello-arm64\.sha256 names v1\.2\.3\/hello-arm64 with 2 different digests/,
  )
})

test('a map of digests that lacks an architecture is refused', async () => {
  await expect(collect({ source: remote(`, sha256: { x86_64: ${digest(amd64)} }`) }, host)).rejects.toThrow(
    'packages.hello.source.sha256 states no digest for aarch64; add it.',
  )
})

test('a download larger than max-size is refused', async () => {
  await expect(collect({ source: remote(', sha256: "{url}.sha256", max-size: 10B') }, host)).rejects.toThrow(
    'is larger than 10 bytes, the most that may be read; check the address or raise max-size.',
  )
})

async function archive(program: Buffer): Promise<Buffer> {
  const tar = pack()
  tar.entry({ name: 'hello-1.2.3/bin/hello', mode: 0o755 }, program)
  tar.entry({ name: 'hello-1.2.3/completions/hello.bash' }, 'bash')
  tar.entry({ name: 'hello-1.2.3/completions/hello.zsh', mode: 0o777 }, 'zsh')
  tar.finalize()
  const chunks: Buffer[] = []
  // A pack without an encoding yields buffers.
  for await (const chunk of tar as AsyncIterable<Buffer>) chunks.push(chunk)
  return gzipSync(Buffer.concat(chunks))
}

const files = '/usr/bin/hello: { binary: bin/hello }\n/usr/share/hello/: { member: "completions/*" }'

test('members of an archive are wanted by many and downloaded once', async () => {
  project.served.set('/hello-amd64.tar.gz', await archive(amd64))
  project.served.set('/hello-arm64.tar.gz', await archive(arm64))
  const source = `{ url: "${project.origin}/hello-{goarch}.tar.gz", archive: { strip: 1 } }`
  const binaries = await collect({ source, files }, host)
  expect(binaries.map(({ place, sha256, executable }) => `${place} ${sha256.slice(0, 8)} ${executable}`)).toEqual([
    `x86_64/bin/hello ${digest(amd64).slice(0, 8)} true`,
    `x86_64/completions/hello.bash ${digest('bash').slice(0, 8)} false`,
    `x86_64/completions/hello.zsh ${digest('zsh').slice(0, 8)} true`,
    `aarch64/bin/hello ${digest(arm64).slice(0, 8)} true`,
    `aarch64/completions/hello.bash ${digest('bash').slice(0, 8)} false`,
    `aarch64/completions/hello.zsh ${digest('zsh').slice(0, 8)} true`,
  ])
  expect([...project.asked].sort()).toEqual(['/hello-amd64.tar.gz', '/hello-arm64.tar.gz'])
  expect(await readdir(join(host.directories.cache, 'downloads'))).toEqual(['expired', 'partial', 'sha256'])
})

test('an archive may be a local file', async () => {
  const beside = { 'dist/amd64.tgz': await archive(amd64), 'dist/arm64.tgz': await archive(arm64) }
  expect(await collect({ source: '{ folder: "dist/{goarch}.tgz", archive: { strip: 1 } }', files, beside }, host)).toHaveLength(6)
})

test('what an archive lacks is told with the name of the archive', async () => {
  project.served.set('/hello-amd64.tar.gz', await archive(amd64))
  project.served.set('/hello-arm64.tar.gz', await archive(arm64))
  const source = `{ url: "${project.origin}/hello-{goarch}.tar.gz", archive: {} }`
  const failure = collect({ source, files }, host)
  await expect(failure).rejects.toMatchObject({ name: 'WorkError' })
  await expect(failure).rejects.toThrow(
    /hello-amd64\.tar\.gz \(hello, x86_64\) has no bin\/hello; it has hello-1\.2\.3\/bin\/hello; and it has no completions\/\*; it has .*\n.*hello-arm64\.tar\.gz \(hello, aarch64\)/,
  )
})

test('two files that would get one place are refused', async () => {
  const own = `source: { url: "${project.origin}/v{version}/hello-{goarch}.sha256" }`
  const both = `/usr/bin/hello: { binary: hello }\n/usr/share/hello.txt: { member: hello, ${own} }`
  await expect(collect({ source: remote(), files: both }, host)).rejects.toThrow(
    'Two files of hello would be x86_64/hello of its tarball; they need other names.',
  )
})
