import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from '@jest/globals'
import type { Check, CheckResult } from '../../src/verify/request.js'
import { verifyRepository } from '../../src/verify/verify.js'
import { testHost, type TestHost } from '../support/host.js'
import * as fixture from './fixture.js'
import { shareWorkshop } from './shared-workshop.js'
import { serve } from './site.js'
import { native, verify } from './verification.js'

let workshop: fixture.Workshop
let host: TestHost

shareWorkshop((made) => void ({ workshop, host } = made))

function summary(results: readonly CheckResult[]): string[] {
  return results.map(({ check, subject, passed }) => `${passed ? 'ok' : 'NOT OK'} ${check} ${subject}`)
}

function installOf(results: readonly CheckResult[], wanted: string): string | undefined {
  return results.find(({ check, subject }) => check === 'install' && subject === wanted)?.evidence
}

const versions = ['1.0.0', '1.1.0~rc.1']
/** What package managers are asked of all versions of a package. */
const surveyed = ['newest chosen', 'pinned versions', 'versions seen']
const everyCell = versions.flatMap((version) =>
  ['x86_64', 'aarch64'].map((architecture) => fixture.cellOf(version, architecture)),
)

test('a sound deb repository passes every check, for two versions and a foreign architecture', async () => {
  const folder = await fixture.publish(workshop, { format: 'deb', versions })
  const results = await verify(workshop, host, folder, { format: 'deb', cells: everyCell })
  expect(results.filter(({ passed }) => !passed)).toEqual([])
  const cells = ['1.0.0 amd64', '1.0.0 arm64', '1.1.0~rc.1 amd64', '1.1.0~rc.1 arm64']
  expect(summary(results)).toEqual([
    'ok metadata deb Release',
    'ok metadata deb Packages.gz',
    'ok metadata deb Packages',
    'ok metadata deb Release, dates',
    'ok metadata deb Release, names',
    'ok signatures deb Release.key',
    'ok signatures deb Release.gpg',
    'ok signatures deb InRelease',
    ...['presence', 'payload'].flatMap((check) => cells.map((cell) => `ok ${check} deb demo ${cell}`)),
    ...['amd64', 'arm64'].flatMap((architecture) => [
      ...versions.map((version) => `ok install deb demo ${version} ${architecture}`),
      ...surveyed.map((what) => `ok install deb demo ${architecture}, ${what}`),
    ]),
    'ok delivery deb way',
  ])
  expect(installOf(results, 'deb demo 1.1.0~rc.1 arm64')).toMatch(
    /^`apt-get install demo=1\.1\.0~rc\.1-1\.1` resolved against the repository alone and installed without scripts \(it has none\), because this machine does not run programs for arm64; \/usr\/bin\/demo has sha256 [0-9a-f]{64}$/,
  )
  expect(host.lines.filter((line) => line.startsWith('info:')).slice(-6)).toEqual([
    'info: metadata: 5 of 5 passed',
    'info: signatures: 3 of 3 passed',
    'info: presence: 4 of 4 passed',
    'info: payload: 4 of 4 passed',
    'info: delivery: 1 of 1 passed',
    'info: install: 10 of 10 passed',
  ])
  expect(await readdir(host.directories.temp)).toEqual([])
}, 180_000)

test('a sound rpm repository passes every check, for two versions and a foreign architecture', async () => {
  const folder = await fixture.publish(workshop, { format: 'rpm', versions })
  const results = await verify(workshop, host, folder, { format: 'rpm', cells: everyCell })
  expect(results.filter(({ passed }) => !passed)).toEqual([])
  const cells = ['1.0.0 x86_64', '1.0.0 aarch64', '1.1.0~rc.1 x86_64', '1.1.0~rc.1 aarch64']
  expect(summary(results)).toEqual([
    'ok metadata rpm repomd.xml',
    'ok metadata rpm primary',
    'ok metadata rpm filelists',
    'ok metadata rpm other',
    'ok signatures rpm repodata/repomd.xml.key',
    'ok signatures rpm repomd.xml.asc',
    ...['signatures', 'presence', 'payload'].flatMap((check) => cells.map((cell) => `ok ${check} rpm demo ${cell}`)),
    ...['x86_64', 'aarch64'].flatMap((architecture) => [
      ...versions.map((version) => `ok install rpm demo ${version} ${architecture}`),
      ...surveyed.map((what) => `ok install rpm demo ${architecture}, ${what}`),
      ...versions.map((version) => `ok install rpm demo ${version} ${architecture}, zypper`),
    ]),
    'ok delivery rpm way',
  ])
  expect(installOf(results, 'rpm demo 1.1.0~rc.1 aarch64')).toMatch(
    /^`dnf install demo-1\.1\.0~rc\.1-1\.1\.aarch64` resolved against an assumed base and installed without scripts \(it has none\), because this machine does not run programs for aarch64; \/usr\/bin\/demo has sha256 [0-9a-f]{64}$/,
  )
  expect(await readdir(host.directories.temp)).toEqual([])
}, 180_000)

test('rpm metadata compressed by xz is read', async () => {
  const folder = await fixture.publish(workshop, { ...native, format: 'rpm', compression: 'xz' })
  const checked = new Set<Check>(['metadata', 'presence'])
  const results = await verify(workshop, host, folder, {
    format: 'rpm',
    cells: [fixture.cellOf('1.0.0', 'x86_64')],
    checks: checked,
  })
  expect(results.filter(({ passed }) => !passed)).toEqual([])
})

test('a key that came from the repository itself is said to be not pinned', async () => {
  const folder = await fixture.publish(workshop, { ...native, format: 'deb' })
  const site = await serve(folder)
  const cells = [fixture.cellOf('1.0.0', 'x86_64')]
  const results = await verifyRepository(
    { format: 'deb', url: site.url, cells, checks: new Set<Check>(['signatures']), deadline: 0 },
    host,
  )
  await site.close()
  expect(results.find(({ subject }) => subject === 'deb Release.key')?.evidence).toMatch(
    /NOT pinned: it came from the repository itself$/,
  )
  expect(results.every(({ passed }) => passed)).toBe(true)
})

test('a report has the key as facts, and where users fetch it', async () => {
  const folder = await fixture.publish(workshop, { ...native, format: 'deb' })
  const site = await serve(folder)
  const cells = [fixture.cellOf('1.0.0', 'x86_64')]
  const checks = new Set<Check>(['signatures', 'delivery'])
  const results = await verifyRepository({ format: 'deb', url: site.url, cells, checks, deadline: 0 }, host)
  const alone = await verifyRepository(
    { format: 'deb', url: site.url, cells, checks: new Set<Check>(['delivery']), deadline: 0 },
    host,
  )
  await site.close()
  const { facts, evidence } = results.find(({ subject }) => subject === 'deb Release.key') ?? {}
  const [, fingerprint, expires] = /^key ([0-9A-F]{40}), which (?:expires on (\S+)|never expires);/.exec(evidence ?? '') ?? []
  expect(facts).toEqual(expires === undefined ? { fingerprint } : { fingerprint, expires })
  const keyOf = (rows: readonly CheckResult[]) => rows.flatMap(({ snippet }) => snippet?.key ?? [])
  expect(keyOf(results)).toEqual([
    { url: `${site.url.replace(/\/*$/, '/')}Release.key`, path: '/etc/apt/keyrings/127-0-0-1.asc' },
  ])
  // Whether it is there was not asked.
  expect(keyOf(alone)).toEqual([])
})

test('a given key that is none is refused as an input', async () => {
  const folder = await fixture.publish(workshop, { ...native, format: 'deb' })
  await expect(verify(workshop, host, folder, { format: 'deb', key: 'no key' })).rejects.toThrow(
    'the given key is no OpenPGP data: give the public key of the repository',
  )
  expect(await readdir(host.directories.temp)).toEqual([])
})

test('a download network that is behind is looked at again until it agrees, and each package is downloaded once', async () => {
  const stale = await fixture.publish(workshop, { ...native, format: 'deb' })
  const fresh = await fixture.publish(workshop, { ...native, format: 'deb', versions: ['1.0.0', '1.1.0'] })
  const site = await serve(stale)
  const pauses: number[] = []
  let now = Date.now()
  const clock = {
    now: () => now,
    sleep: (pause: number) => {
      pauses.push(pause)
      now += pause
      if (pauses.length === 2) site.show(fresh)
      return Promise.resolve()
    },
  }
  const cells = ['1.0.0', '1.1.0'].map((version) => fixture.cellOf(version, 'x86_64'))
  const checked = new Set<Check>(['metadata', 'signatures', 'presence', 'payload'])
  const request = {
    format: 'deb',
    url: site.url,
    key: workshop.keys.good,
    cells,
    checks: checked,
    deadline: now + 60_000,
  } as const
  const results = await verifyRepository(request, { ...host, clock })
  await site.close()
  expect(results.filter(({ passed }) => !passed)).toEqual([])
  expect(pauses).toEqual([1000, 2000])
  expect(site.requests.filter((path) => path.endsWith('.deb')).sort()).toEqual([
    '/amd64/demo_1.0.0-1.1_amd64.deb',
    '/amd64/demo_1.1.0-1.1_amd64.deb',
  ])
}, 30_000)

test('waiting ends with a last look at the deadline, with pauses that grow to 30 seconds', async () => {
  const folder = await fixture.publish(workshop, { ...native, format: 'deb' })
  const pauses: number[] = []
  let now = 0
  const clock = { now: () => now, sleep: (pause: number) => Promise.resolve(void pauses.push((now += pause))) }
  const cells = [fixture.cellOf('2.0.0', 'x86_64')]
  const request = { format: 'deb', cells, checks: new Set<Check>(['presence']), deadline: 100_000 } as const
  const results = await verify(workshop, { ...host, clock }, folder, request)
  expect(summary(results)).toEqual(['NOT OK presence deb demo 2.0.0 amd64'])
  expect(pauses).toEqual([1000, 3000, 7000, 15_000, 31_000, 61_000, 91_000, 100_000])
})

test('the scripts of a package run in its root, and never on this machine', async () => {
  const canary = join(workshop.folder, 'canary')
  const script = `#!/bin/sh\nset -e\nmkdir -p ${workshop.folder}\ntouch ${canary} /etc/demo-canary\n`
  const folder = await fixture.publish(workshop, { ...native, format: 'deb', script })
  const results = await verify(workshop, host, folder, {
    format: 'deb',
    cells: [fixture.cellOf('1.0.0', 'x86_64')],
    checks: new Set<Check>(['install']),
  })
  expect(results[0]?.evidence).toBe(
    '`apt-get purge demo` leaves /etc/demo-canary: let its postrm remove them when it is called with purge, as `purge: true` of a directory does',
  )
  expect(await readdir(workshop.folder)).not.toContain('canary')
  expect(await readdir('/etc')).not.toContain('demo-canary')
}, 60_000)

test('a tool that is missing is named with its Debian package', async () => {
  const folder = await fixture.publish(workshop, { ...native, format: 'deb' })
  const bare = await testHost({ env: { PATH: '/nowhere' } })
  const result = verify(workshop, bare, folder, { format: 'deb' })
  await expect(result).rejects.toThrow(/^`gpg .*` could not be started: .*\(install it: apt-get install gnupg\)$/)
  await bare.remove()
})
