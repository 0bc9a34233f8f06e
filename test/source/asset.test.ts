import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import { execFileSync } from 'node:child_process'
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { decompressFile } from '../../src/source/decompression.js'
import { testHost, type TestHost } from '../support/host.js'
import { amd64, arm64, collect, digest, openProject, type Project } from './project.js'

let host: TestHost
let project: Project
beforeEach(async () => {
  host = await testHost({ env: { PATH: process.env['PATH'] } })
  project = await openProject()
})
afterEach(async () => {
  await project.close()
  await host.remove()
})

const pressed = (program: string, content: Buffer) => execFileSync(program, ['--stdout'], { input: content })
const contents = async (source: string) => {
  const found = await collect({ source }, host)
  return Promise.all(found.map(async ({ place, file }) => [place, digest(await readFile(file))]))
}
const both = [
  ['x86_64/hello', digest(amd64)],
  ['aarch64/hello', digest(arm64)],
]

describe('the programs of each architecture are found', () => {
  beforeEach(() => {
    project.served.set('/1.2.3/hello_Linux_x86_64', amd64)
    project.served.set('/1.2.3/hello_Linux_arm64', arm64)
  })

  test('by a URL for each', async () => {
    const base = `${project.origin}/{version}/hello_Linux_`
    expect(await contents(`{ url: { x86_64: "${base}x86_64", aarch64: "${base}arm64" } }`)).toEqual(both)
  })

  test('by a table of names', async () => {
    const url = `${project.origin}/{version}/hello_Linux_{assetarch}`
    expect(await contents(`{ url: "${url}", names: { x86_64: x86_64, aarch64: arm64 } }`)).toEqual(both)
  })

  test.each([
    ['url: { x86_64: "http://localhost/a" }', 'packages.hello.source.url'],
    ['folder: { x86_64: bin/a }', 'packages.hello.source.folder'],
    ['folder: "bin/{assetarch}", names: { x86_64: amd64 }', 'packages.hello.source.names'],
  ])('unless { %s } says nothing for one of them', async (source, where) => {
    await expect(contents(`{ ${source} }`)).rejects.toThrow(
      new RegExp(`packages\\.yaml:\\d+:\\d+: ${where} says nothing for aarch64; add it\\.$`),
    )
  })

  test('and {assetarch} without a table is no placeholder', async () => {
    await expect(contents('{ folder: "bin/{assetarch}" }')).rejects.toThrow('has the unknown placeholder {assetarch}')
  })
})

describe('a program that is compressed alone', () => {
  test.each([
    ['gz', 'gzip'],
    ['xz', 'xz'],
    ['zst', 'zstd'],
    ['bz2', 'bzip2'],
  ])('as .%s is decompressed, and its checksum is of what was downloaded', async (ending, program) => {
    const packed = { amd64: pressed(program, amd64), arm64: pressed(program, arm64) }
    for (const [arch, content] of Object.entries(packed)) project.served.set(`/hello-${arch}.${ending}`, content)
    const sums = Object.entries(packed).map(([arch, content]) => `${digest(content)}  hello-${arch}.${ending}\n`)
    project.served.set('/SHA256SUMS', sums.join(''))
    const source = `{ url: "${project.origin}/hello-{goarch}.${ending}", sha256: "${project.origin}/SHA256SUMS" }`
    expect(await contents(source)).toEqual(both)
  })

  test('is a local file as well', async () => {
    const beside = { 'dl/hello-amd64.gz': gzipSync(amd64), 'dl/hello-arm64.gz': gzipSync(arm64) }
    const found = await collect({ source: '{ folder: "dl/hello-{goarch}.gz" }', beside }, host)
    expect(found.map(({ sha256 }) => sha256)).toEqual([digest(amd64), digest(arm64)])
  })

  test('and is none is told', async () => {
    project.served.set('/hello.gz', amd64)
    await expect(contents(`{ url: "${project.origin}/hello.gz" }`)).rejects.toThrow(
      /\/hello\.gz is not compressed as its name says \(gzip\): (?:Error: )?incorrect header check\.$/,
    )
  })

  test('and is a bomb is refused', async () => {
    const file = join(host.directories.work, 'bomb.gz')
    await writeFile(file, gzipSync(Buffer.alloc(2_000_000)))
    const limits = { members: 1, bytes: 4_000_000, ratio: 20 }
    await expect(decompressFile({ file, sha256: 'x' }, 'bomb.gz', 'gzip', host, limits)).rejects.toThrow(
      'bomb.gz unpacks to more than 20 times its size, as only a bomb does.',
    )
  })
})

test.each(['{url}.sha256', '{base}/SHA256SUMS'])('a wrong URL is blamed on itself, not on the checksums at %s', async (sums) => {
  project.served.set('/SHA256SUMS', `${digest(amd64)}  other\n${digest(amd64)}  another\n`)
  const source = `{ url: "${project.origin}/wrong-{goarch}", sha256: "${sums.replace('{base}', project.origin)}" }`
  await expect(contents(source)).rejects.toThrow(
    /: There is nothing at http:\S+\/wrong-amd64, which hello needs for x86_64; check the version and packages\.hello\.source\./,
  )
})

test('a list without the file tells which names it has, the nearest first and ten at most', async () => {
  for (const arch of ['amd64', 'arm64']) project.served.set(`/hello-${arch}`, amd64)
  const names = [...Array.from({ length: 12 }, (_, index) => `something-else-${index}`), 'hello_amd64']
  project.served.set('/SHA256SUMS', names.map((name) => `${digest(name)}  ${name}\n`).join(''))
  const source = `{ url: "${project.origin}/hello-{goarch}", sha256: "${project.origin}/SHA256SUMS" }`
  await expect(contents(source)).rejects.toThrow(
    /SHA256SUMS holds no SHA-256 for hello-amd64; it has hello_amd64(?:, something-else-\d){8,9}(?:, something-else-\d+)? and more; check /,
  )
})

test.each([
  [{ 'bin/amd64/hello-server': amd64, 'bin/arm64/hello-server': arm64 }, '; did you mean hello-server, which is there?'],
  [{ 'bin/amd64/ello': amd64, 'bin/amd64/b': '#!/bin/sh\n', 'bin/amd64/text': 'x' }, '; the programs there are ello, b.'],
  [{ 'bin/amd64/text': 'x' }, '.'],
])('the programs %j are suggested in place of one that is not there', async (beside, advice) => {
  await expect(collect({ source: '{ folder: "bin/{goarch}" }', beside }, host)).rejects.toThrow(
    new RegExp(`There is no hello for x86_64 at \\S+/bin/amd64/hello${advice.replace(/[.?]/g, '\\$&')}\n`),
  )
})
