import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { createHash } from 'node:crypto'
import { chmod, mkdir, readFile, writeFile } from 'node:fs/promises'
import { createServer, type Server } from 'node:http'
import { dirname, join } from 'node:path'
import { loadConfig } from '../../src/operations/shared/config.js'
import { packSources } from '../../src/operations/shared/sources.js'
import { makePlan } from '../../src/release/plan.js'
import { readTarballDigests } from '../../src/source/digest.js'
import { testHost, type TestHost } from '../support/host.js'
import { oneProgram } from '../support/config.js'

let host: TestHost
let server: Server
let origin: string
const served = new Map<string, string>()

beforeAll(async () => {
  host = await testHost()
  server = createServer((request, response) => {
    const body = served.get(request.url ?? '')
    response.writeHead(body === undefined ? 404 : 200).end(body)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  origin = typeof address === 'object' && address !== null ? `http://127.0.0.1:${address.port}` : ''
})

afterAll(async () => {
  server.close()
  await host.remove()
})

async function write(name: string, text: string): Promise<void> {
  const file = join(host.directories.work, name)
  await mkdir(dirname(file), { recursive: true })
  await writeFile(file, text)
}

/** Packs version 1.2.3 of the package of a config, all of it in a folder of its own. */
async function pack(folder: string, config: string, binaries?: string): Promise<string> {
  await write(`${folder}/packages.yaml`, config)
  await write(`${folder}/LICENSE`, 'licence\n')
  await write(`${folder}/README.md`, '# hello\n')
  const loaded = await loadConfig(`${folder}/packages.yaml`, host)
  const plan = makePlan(loaded.config, { version: '1.2.3', packages: [] })
  const output = join(host.directories.work, folder, 'out')
  const { tarballs } = await packSources(
    { loaded, plan, output, binaries: binaries && join(host.directories.work, binaries), compression: 'fast' },
    host,
  )
  return tarballs['hello'] ?? ''
}

const digest = (text: string) => createHash('sha256').update(text).digest('hex')

test('a tarball holds the texts at its root and a folder for each architecture', async () => {
  await write('local/bin/amd64/hello', 'for amd64')
  await write('local/bin/arm64/hello', 'for arm64')
  const tarball = await pack('local', oneProgram)
  expect(tarball).toMatch(/out\/hello\/hello_1\.2\.3\.orig\.tar\.xz$/)
  expect(Object.fromEntries(await readTarballDigests(tarball, host))).toEqual({
    LICENSE: digest('licence\n'),
    'README.md': digest('# hello\n'),
    'aarch64/hello': digest('for arm64'),
    'x86_64/hello': digest('for amd64'),
  })
  const listing = await host.exec('tar', ['--list', '--verbose', '--file', tarball])
  expect(listing.stdout).toMatch(/^-rwxr-xr-x .* x86_64\/hello$/m)
})

test('the same programs give the same bytes, whatever their times and modes', async () => {
  await write('again/bin/amd64/hello', 'same')
  await write('again/bin/arm64/hello', 'same too')
  const first = await readFile(await pack('again', oneProgram))
  await chmod(join(host.directories.work, 'again/bin/amd64/hello'), 0o700)
  await write('again/bin/arm64/hello', 'same too')
  expect((await readFile(await pack('again', oneProgram))).equals(first)).toBe(true)
})

test.each(['x86_64', 'amd64'])('a folder given by hand may call the architecture %s', async (name) => {
  await write(`given-${name}/${name}/hello`, 'by hand')
  await write(`given-${name}/hello/aarch64/hello`, 'below the package')
  const digests = await readTarballDigests(await pack(`given-${name}`, oneProgram, `given-${name}`), host)
  expect(digests.get('x86_64/hello')).toBe(digest('by hand'))
  expect(digests.get('aarch64/hello')).toBe(digest('below the package'))
})

test('every missing program is named at once, as an error of the user', async () => {
  await write('missing/none', '')
  const failure = pack('missing', oneProgram, 'missing')
  await expect(failure).rejects.toMatchObject({ name: 'UserError' })
  await expect(failure).rejects.toThrow(/There is no hello for x86_64 at .*\nThere is no hello for aarch64 at /)
})

test('a program whose checksum file says otherwise is not packed', async () => {
  await write('wrong/amd64/hello', 'content')
  await write('wrong/amd64/hello.sha256', digest('other content'))
  await write('wrong/arm64/hello', 'content')
  const failure = pack('wrong', oneProgram, 'wrong')
  await expect(failure).rejects.toMatchObject({ name: 'WorkError' })
  await expect(failure).rejects.toThrow(
    `has SHA-256 ${digest('content')}, but ${digest('other content')} is stated; nothing was packed.`,
  )
})

const remote = () =>
  oneProgram.replace('{ folder: "bin/{goarch}" }', `{ url: "${origin}/v{version}/hello-{goarch}", sha256: "{url}.sha256" }`)

test('programs come from a URL for each architecture and are checked', async () => {
  for (const [name, text] of [
    ['amd64', 'one'],
    ['arm64', 'two'],
  ] as const) {
    served.set(`/v1.2.3/hello-${name}`, text)
    served.set(`/v1.2.3/hello-${name}.sha256`, `${digest(text)}  hello-${name}\n`)
  }
  const digests = await readTarballDigests(await pack('remote', remote()), host)
  expect(digests.get('aarch64/hello')).toBe(digest('two'))
})

test('a download with another checksum is an error of the work, an absent one of the user', async () => {
  served.set('/v1.2.3/hello-amd64.sha256', digest('something else'))
  await expect(pack('remote-wrong', remote())).rejects.toMatchObject({ name: 'WorkError' })
  served.delete('/v1.2.3/hello-amd64.sha256')
  const absent = pack('remote-absent', remote())
  await expect(absent).rejects.toMatchObject({ name: 'UserError' })
  await expect(absent).rejects.toThrow(
    /^There is nothing at http:\/\/127\.0\.0\.1:\d+\/v1\.2\.3\/hello-amd64\.sha256, which hello needs for x86_64; check the version and packages\.hello\.source\.url\.$/,
  )
})
