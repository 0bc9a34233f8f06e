import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from '@jest/globals'
import { execFile } from 'node:child_process'
import { mkdtemp, readdir, readFile, symlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { hashBytes } from '../../src/host/file.js'
import { buildPackages } from '../../src/operations/build-packages.js'
import { namesOf } from '../../src/architecture.js'
import type { Format } from '../../src/format.js'
import { checks, type CheckResult } from '../../src/verify/request.js'
import { verifyRepository } from '../../src/verify/verify.js'
import { closeWorkshop, openWorkshop, type Workshop } from '../verify/fixture.js'
import { serve } from '../verify/site.js'
import type { TestHost } from '../support/host.js'
import { build, buildHost, daemonFiles, plainConfig, writeFiles } from './workshop.js'

const run = promisify(execFile)
let workshop: Workshop
let secret = ''
/** Milliseconds: every package takes half a second. */
const patience = 60_000
let host: TestHost
beforeAll(async () => {
  workshop = await openWorkshop()
  const { stdout } = await run('gpg', ['--armor', '--export-secret-keys', 'good@example.org'], { env: workshop.environment })
  secret = stdout
})
afterAll(() => closeWorkshop(workshop))
beforeEach(async () => {
  host = await buildHost()
  await writeFiles(host, { ...daemonFiles, 'packages.yaml': plainConfig })
})
afterEach(() => host.remove())

async function verify(directory: string, format: Format, version: string): Promise<readonly CheckResult[]> {
  const site = await serve(join(directory, format))
  try {
    const programs = { x86_64: 'amd64', aarch64: 'arm64' }
    const cells = Object.entries(programs).map(([architecture, name]) => ({
      package: 'greeter',
      version,
      architecture: namesOf(architecture),
      files: [{ path: '/usr/bin/greeter', sha256: hashBytes(daemonFiles[`bin/linux-${name}/greeter`] ?? '', 'sha256') }],
    }))
    const request = { format, url: site.url, key: workshop.keys.good, cells, checks: new Set(checks), deadline: 0 }
    return await verifyRepository(request, host)
  } finally {
    await site.close()
  }
}

test.each(['deb', 'rpm'] as const)(
  'a signed %s repository with two versions passes every check, installs included',
  async (formats) => {
    const inputs = { formats, repository: 'true', 'signing-key': secret }
    expect((await build(host, inputs)).failure).toBeUndefined()
    const { failure, directory } = await build(host, { ...inputs, version: 'v1.3.0' })
    expect(failure).toBeUndefined()
    for (const version of ['1.2.3~rc.1', '1.3.0']) {
      const results = await verify(directory, formats, version)
      expect(results.filter(({ passed }) => !passed)).toEqual([])
      expect(new Set(results.map(({ check }) => check))).toEqual(new Set(checks))
    }
  },
  patience,
)

test(
  'the key is masked, comes out nowhere, and leaves neither a folder nor an agent',
  async () => {
    await writeFile(join(host.directories.work, 'key.asc'), secret)
    const { failure, directory, built } = await build(host, {
      repository: 'true',
      'signing-key': 'key.asc',
      architectures: 'amd64',
    })
    expect(failure).toBeUndefined()
    const lines = secret.split('\n').filter((line) => line.length > 20)
    const masks = host.lines.flatMap((line) => (line.startsWith('mask: ') ? [line.slice(6)] : []))
    expect(masks).toEqual(lines)
    const others = host.lines.filter((line) => !line.startsWith('mask: ')).join('\n')
    expect(lines.filter((line) => others.includes(line))).toEqual([])
    const { stdout: found } = await host.exec('grep', ['-rlF', 'PRIVATE KEY', directory], { allow: 'any' })
    expect(found).toBe('')
    expect(await readdir(host.directories.temp)).toEqual([])
    const { stdout: agents } = await host.exec('sh', ['-c', 'cat /proc/[0-9]*/cmdline 2>/dev/null | tr "\\0" " "'], {
      allow: 'any',
    })
    expect(agents).not.toContain(host.directories.temp)
    const rpm = built.find(({ format }) => format === 'rpm')?.file ?? ''
    expect((await run('rpm', ['--query', '--package', '--queryformat', '%{RSAHEADER:pgpsig}', rpm])).stdout).toMatch(
      /^RSA\/SHA256/,
    )
  },
  patience,
)

test(
  'a repository that has not changed is kept to the byte, and one that has is newer',
  async () => {
    const inputs = { repository: 'true', 'signing-key': secret, architectures: 'arm64' }
    const { directory } = await build(host, inputs)
    const files = ['deb/InRelease', 'deb/Packages', 'rpm/repodata/repomd.xml', 'rpm/repodata/repomd.xml.asc']
    const read = () => Promise.all(files.map((name) => readFile(join(directory, name), 'utf8')))
    const first = await read()
    await build(host, inputs)
    expect(await read()).toEqual(first)
    expect(host.lines).toContain('info: the deb repository is up to date')
    await build(host, { ...inputs, version: 'v1.2.2' })
    const [release = '', packages, repomd] = await read()
    expect([/^Date: (.*)$/m.exec(release)?.[1], /<revision>(.*)</.exec(repomd ?? '')?.[1]]).toEqual([
      'Sun, 09 Sep 2001 01:46:41 GMT',
      '1000000001',
    ])
    expect([...(packages ?? '').matchAll(/^Version: (.*)$/gm)].map(([, version]) => version).sort()).toEqual([
      '1.2.2-1',
      '1.2.3~rc.1-1',
    ])
  },
  patience,
)

test(
  'the same packages give the same metadata, with the time of the release',
  async () => {
    const [left, right] = [await build(host, { repository: 'true' }), await build(host, { repository: 'true', output: 'other' })]
    const read = async (folder: string, name: string) => (await readFile(join(folder, name))).toString('latin1')
    for (const name of ['deb/Release', 'deb/Packages.gz', 'rpm/repodata/repomd.xml'])
      expect(await read(right.directory, name)).toBe(await read(left.directory, name))
    const times = (await read(left.directory, 'rpm/repodata/repomd.xml')).match(/<timestamp>.*/g)
    expect(new Set(times)).toEqual(new Set(['<timestamp>1000000000</timestamp>']))
  },
  patience,
)

test.each([
  ['deb', 'text.deb', /^ToolError: .*text\.deb \(every \.deb below .*\/packages\/deb must be a sound package\)$/],
  ['rpm', 'text.rpm', /^ToolError: .*\(every \.rpm below .*\/packages\/rpm must be a sound package\)$/],
  ['deb', 'dangling.deb', /^WorkError: .*\/packages\/deb\/dangling\.deb cannot be read \(.*ENOENT.*\): mend or remove it\.$/],
])(
  'a %s repository beside a file that is no package, %s, is refused',
  async (formats, name, message) => {
    const file = join(host.directories.work, 'packages', formats, name)
    await writeFiles(host, { [`packages/${formats}/README`]: 'hello' })
    await (name.startsWith('dangling') ? symlink('nowhere', file) : writeFile(file, 'no package'))
    const { failure } = await build(host, { formats, architectures: 'amd64', repository: 'true' })
    expect(failure).toMatch(message)
  },
  patience,
)

test(
  'without a key the repositories are unsigned, and a signature of before does not stay',
  async () => {
    await build(host, { repository: 'true', 'signing-key': secret, formats: 'deb' })
    const { directory, failure } = await build(host, { repository: 'true', formats: 'deb' })
    expect(failure).toBeUndefined()
    expect((await readdir(join(directory, 'deb'))).filter((name) => name.includes('Release'))).toEqual(['Release'])
    expect(host.lines).toContainEqual(
      expect.stringMatching(/^warning: The repositories below .* are not signed, and clients refuse them; give `signing-key`\.$/),
    )
  },
  patience,
)

test.each([
  ['no key', 'nowhere.asc', /neither an armored private key nor the path of a file with one/],
  ['a public key', () => workshop.keys.good, /is no armored private key: export one by gpg --armor --export-secret-keys/],
  ['a broken key', () => secret.slice(0, 400), /cannot be imported by gpg: check that the key is complete/],
])(
  '%s is refused before anything is built',
  async (_, key, message) => {
    const { failure, built } = await build(host, { 'signing-key': typeof key === 'string' ? key : key() })
    expect([failure, built]).toEqual([expect.stringMatching(message), []])
    expect(failure).toMatch(/^UserError: /)
    expect(await readdir(host.directories.temp)).toEqual([])
  },
  patience,
)

test(
  'a key with a passphrase is refused',
  async () => {
    const gpg = (...args: string[]) =>
      run('gpg', ['--batch', '--pinentry-mode', 'loopback', '--passphrase', 'word', ...args], { env: workshop.environment })
    await gpg('--quick-generate-key', 'locked@example.org', 'rsa2048', 'sign', '1y')
    const { stdout } = await gpg('--armor', '--export-secret-keys', 'locked@example.org')
    expect((await build(host, { 'signing-key': stdout })).failure).toMatch(
      /^UserError: The key [0-9A-F]{40} of the input `signing-key` cannot sign: give one that has not expired and has no passphrase\.$/,
    )
  },
  patience,
)

test('what a signal leaves is removed afterwards, twice without harm', async () => {
  const home = await mkdtemp(join(host.directories.temp, 'gpg-'))
  const { post } = buildPackages
  for (const folder of [home, home, '']) await post?.((name) => (name === 'key' ? folder : ''), host)
  expect(await readdir(host.directories.temp)).toEqual([])
})
