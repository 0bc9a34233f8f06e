import { mkdtemp, mkdir, readdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from '@jest/globals'
import type { Base } from '../../src/plan/base.js'
import type { Check, CheckResult } from '../../src/verify/request.js'
import { buildStub } from '../../src/verify/install/stub.js'
import { testHost, type TestHost } from '../support/host.js'
import * as fixture from './fixture.js'
import { publishReal, type RealPackage } from './real-package.js'
import { serve } from './site.js'
import { verify } from './verification.js'

let workshop: fixture.Workshop
let host: TestHost
let bin: string

beforeAll(async () => {
  workshop = await fixture.openWorkshop()
}, 30_000)
afterAll(() => fixture.closeWorkshop(workshop))
beforeEach(async () => {
  bin = await mkdtemp(join(workshop.folder, 'bin-'))
  host = await testHost({ env: { ...process.env, PATH: `${bin}:${process.env['PATH'] ?? ''}` } })
})
afterEach(() => host.remove())

/** Puts a program in front of the machine's own. */
async function plant(name: string, script: string): Promise<void> {
  await writeFile(join(bin, name), `#!/bin/sh\n${script}\n`, { mode: 0o755 })
}

async function install(format: 'deb' | 'rpm', given: Partial<RealPackage>, base?: Base): Promise<CheckResult | undefined> {
  const root = await publishReal(workshop, format, [{ version: '1.0.0', ...given }])
  const cells = [{ ...fixture.cellOf('1.0.0', given.architecture ?? 'x86_64'), files: [] }]
  const checks = new Set<Check>(['install'])
  const [result] = await verify(workshop, host, root, { format, cells, checks, ...(base && { base }) })
  expect(await readdir(host.directories.temp)).toEqual([])
  return result
}

const refusal = 'echo "unshare: unshare failed: Operation not permitted" >&2; exit 1'
const scripts = { postinst: 'true' }
const scriptlets = { post: 'true' }

test('where nobody may mount and there is no mmdebstrap, a deb with scripts is unproved', async () => {
  await plant('unshare', refusal)
  await plant('mmdebstrap', 'echo "E: no luck" >&2; exit 1')
  const result = await install('deb', { scripts })
  expect(result?.state).toBe('unproved')
  expect(result?.evidence).toMatch(
    /^`apt-get install demo=1\.0\.0-1\.1` resolved against this machine's .* and installed without scripts \(they ran nowhere\), because this machine lets nobody mount an overlay \(unshare: unshare failed: Operation not permitted\), and mmdebstrap failed: E: no luck; no file was stated to compare$/,
  )
}, 60_000)

test('where nobody may mount, an rpm is installed all the same, without namespaces', async () => {
  await plant('unshare', `case "$*" in *--mount*) ${refusal} ;; esac\nexec /usr/bin/unshare "$@"`)
  const result = await install('rpm', { scripts: scriptlets })
  expect(result?.state).toBe('passed')
  expect(result?.details?.slice(-3)).toEqual([
    'erased it',
    'nothing of it is left',
    'no upgrade was tried: the repository has no older demo',
  ])
}, 60_000)

test('where nobody can make a root at all, an rpm is unproved', async () => {
  await plant('unshare', refusal)
  const result = await install('rpm', { scripts: scriptlets })
  expect(result).toMatchObject({
    state: 'unproved',
    evidence:
      '`dnf install demo-1.0.0-1.1.x86_64` resolved against an assumed base and was not installed: no root could be made: unshare: unshare failed: Operation not permitted',
  })
}, 60_000)

test('without a static busybox the scripts of an rpm cannot run, and the result says how to get one', async () => {
  await plant('busybox', 'exit 0')
  const result = await install('rpm', { scripts: scriptlets })
  expect(result).toMatchObject({
    state: 'unproved',
    evidence: `\`dnf install demo-1.0.0-1.1.x86_64\` resolved against an assumed base and installed without scripts (they ran nowhere), because ${join(bin, 'busybox')} needs libraries: apt-get install busybox-static; no file was stated to compare`,
  })
}, 60_000)

test('rpms are installed into a base by the addresses of its repositories', async () => {
  const folder = await mkdtemp(join(workshop.folder, 'base-'))
  const url = `file://${await buildStub(['socat = 1.7.4'], '/usr/bin/busybox', folder, host)}`
  const result = await install('rpm', { fields: 'Requires: socat\n', scripts: scriptlets }, { kind: 'repositories', urls: [url] })
  expect(result).toMatchObject({
    state: 'passed',
    evidence: `\`dnf install demo-1.0.0-1.1.x86_64\` resolved against ${url} and installed in a root made of them; no file was stated to compare`,
  })
}, 60_000)

test('an rpm whose base is not where it is said to be is unproved', async () => {
  const url = `file://${workshop.folder}/nowhere`
  const result = await install('rpm', {}, { kind: 'repositories', urls: [url] })
  expect(result?.state).toBe('unproved')
  expect(result?.evidence).toMatch(
    /^`dnf install demo-1\.0\.0-1\.1\.x86_64` was not resolved, because file:\S*nowhere could not be read: .*base-0/,
  )
}, 60_000)

test('debs are resolved against stated sources, also for another architecture', async () => {
  const folder = await fixture.publish(workshop, { format: 'deb', architectures: ['aarch64'], package: 'ground' })
  const site = await serve(folder)
  const keyring = join(workshop.folder, 'base.asc')
  await writeFile(keyring, workshop.keys.good)
  const sources = `deb [signed-by=${keyring}] ${site.url} /`
  const given = { architecture: 'aarch64', fields: 'Depends: ground\n' } as const
  const result = await install('deb', given, { kind: 'sources', sources })
  await site.close()
  expect(result).toMatchObject({
    state: 'passed',
    evidence: `\`apt-get install demo=1.0.0-1.1\` resolved against the stated sources ${site.url} and installed without scripts (it has none), because this machine does not run programs for arm64; no file was stated to compare`,
  })
}, 60_000)

test('a deb whose base cannot be read is unproved, and its files are compared all the same', async () => {
  await mkdir(join(workshop.folder, 'empty'), { recursive: true })
  const site = await serve(join(workshop.folder, 'empty'))
  const result = await install('deb', {}, { kind: 'sources', sources: `deb ${site.url} /` })
  await site.close()
  expect(result?.state).toBe('unproved')
  expect(result?.evidence).toMatch(
    /^`apt-get install demo=1\.0\.0-1\.1` was not resolved, because the stated sources \S+ could not be read: E: .*; it is installed without scripts \(it has none\), because nothing of its base is known; no file was stated to compare$/,
  )
}, 60_000)

test('a script that gets out of its root can write nowhere on this machine', async () => {
  const outside = join(host.directories.work, 'canary')
  const escape = `mkdir -p /x && perl -e 'chroot "/x"; chdir ".." for 1..30; chroot "."; open(F, ">", "${outside}") or print STDERR "E: outside: $!\\n"; exit 9'`
  const result = await install('deb', { scripts: { postinst: escape } })
  expect(result?.state).toBe('failed')
  expect(result?.evidence).toContain('outside: Read-only file system')
  expect(await readdir(host.directories.work)).toEqual([])
}, 60_000)

test('an ordinary user without sudo proves of debs what needs no root, and nothing of rpms', async () => {
  await plant('id', 'echo 1000')
  await plant('sudo', 'echo "sudo: a password is required" >&2; exit 1')
  expect(await install('deb', {})).toMatchObject({ state: 'passed' })
  expect((await install('deb', { scripts }))?.evidence).toContain(
    ' and installed without scripts (they ran nowhere), because installing needs root: run as root or install sudo; ',
  )
  expect(await install('rpm', {})).toMatchObject({
    state: 'unproved',
    evidence: '`dnf install demo-1.0.0-1.1.x86_64` was not tried, because it needs root: run as root or install sudo',
  })
}, 60_000)
