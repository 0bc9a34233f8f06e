import { readdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import type { Host } from '../../src/host/host.js'
import { checks, type Check, type CheckResult, type Format, type VerifyRequest } from '../../src/repository/request.js'
import { verifyRepository } from '../../src/repository/verify.js'
import { testHost, type TestHost } from '../support/host.js'
import * as fixture from './fixture.js'

let workshop: fixture.Workshop
let host: TestHost

beforeAll(async () => {
  workshop = await fixture.openWorkshop()
  host = await testHost()
}, 30_000)

afterAll(async () => {
  await fixture.closeWorkshop(workshop)
  await host.remove()
})

async function verify(
  folder: string,
  request: Partial<VerifyRequest> & Pick<VerifyRequest, 'format'>,
  as: Host = host,
): Promise<readonly CheckResult[]> {
  const site = await fixture.serve(folder)
  try {
    return await verifyRepository(
      {
        url: site.url,
        key: workshop.keys.good,
        cells: [fixture.cellOf('1.0.0', 'x86_64'), fixture.cellOf('1.0.0', 'aarch64')],
        checks: new Set(checks),
        deadline: 0,
        ...request,
      },
      as,
    )
  } finally {
    await site.close()
  }
}

function summary(results: readonly CheckResult[]): string[] {
  return results.map(({ check, subject, passed }) => `${passed ? 'ok' : 'NOT OK'} ${check} ${subject}`)
}

const versions = ['1.0.0', '1.1.0~rc.1']
const everyCell = versions.flatMap((version) =>
  ['x86_64', 'aarch64'].map((architecture) => fixture.cellOf(version, architecture)),
)

test('a sound deb repository passes every check, for two versions and a foreign architecture', async () => {
  const folder = await fixture.publish(workshop, { format: 'deb', versions })
  const results = await verify(folder, { format: 'deb', cells: everyCell })
  expect(results.filter(({ passed }) => !passed)).toEqual([])
  const cells = ['1.0.0 amd64', '1.0.0 arm64', '1.1.0~rc.1 amd64', '1.1.0~rc.1 arm64']
  expect(summary(results)).toEqual([
    'ok metadata deb Release',
    'ok metadata deb Packages',
    'ok metadata deb Packages.gz',
    'ok signatures deb Release.key',
    'ok signatures deb Release.gpg',
    'ok signatures deb InRelease',
    ...['presence', 'payload'].flatMap((check) => cells.map((cell) => `ok ${check} deb demo ${cell}`)),
    'ok install deb demo 1.0.0 amd64',
    'ok install deb demo 1.1.0~rc.1 amd64',
    'ok install deb demo 1.0.0 arm64',
    'ok install deb demo 1.1.0~rc.1 arm64',
  ])
  expect(results.at(-1)?.evidence).toMatch(
    /^`apt-get install demo=1\.1\.0~rc\.1-1\.1` resolved and installed; \/usr\/bin\/demo has sha256 [0-9a-f]{64}$/,
  )
  expect(host.lines.filter((line) => line.startsWith('info:')).slice(-5)).toEqual([
    'info: metadata: 3 of 3 passed',
    'info: signatures: 3 of 3 passed',
    'info: presence: 4 of 4 passed',
    'info: payload: 4 of 4 passed',
    'info: install: 4 of 4 passed',
  ])
  expect(await readdir(host.directories.temp)).toEqual([])
}, 60_000)

test('a sound rpm repository passes every check, for two versions and a foreign architecture', async () => {
  const folder = await fixture.publish(workshop, { format: 'rpm', versions })
  const results = await verify(folder, { format: 'rpm', cells: everyCell })
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
    'ok install rpm demo 1.0.0 x86_64',
    'ok install rpm demo 1.1.0~rc.1 x86_64',
    'ok install rpm demo 1.0.0 aarch64',
    'ok install rpm demo 1.1.0~rc.1 aarch64',
  ])
  expect(results.at(-1)?.evidence).toMatch(
    /^`dnf install demo-1\.1\.0~rc\.1-1\.1\.aarch64` resolved and installed; \/usr\/bin\/demo has sha256 [0-9a-f]{64}$/,
  )
  expect(await readdir(host.directories.temp)).toEqual([])
}, 60_000)

interface Spoilt extends fixture.Publication {
  readonly name: string
  readonly spoil?: (root: string) => Promise<unknown>
  readonly request?: () => Partial<VerifyRequest>
  /** Each failing check, in order, with what its evidence must say. */
  readonly failures: readonly [Check, string, RegExp][]
}

const native = { architectures: ['x86_64'] }
const firstPackage = async (root: string) => (await fixture.packagesOf(root))[0] ?? root
const metadataFile = async (root: string, part: string) =>
  join(root, 'repodata', (await readdir(join(root, 'repodata'))).find((name) => name.includes(part)) ?? part)

const spoilt: readonly Spoilt[] = [
  {
    ...native,
    name: 'is unsigned',
    format: 'deb',
    key: 'none',
    failures: [
      ['signatures', 'deb Release.gpg', /^the repository is unsigned/],
      ['install', 'deb demo 1.0.0 amd64', /^apt-get update refuses it: E: The repository .* is not signed\.$/],
    ],
  },
  {
    ...native,
    name: 'is unsigned',
    format: 'rpm',
    key: 'none',
    failures: [
      ['signatures', 'rpm repomd.xml.asc', /^the repository is unsigned/],
      ['signatures', 'rpm demo 1.0.0 x86_64', /^the rpm is unsigned/],
      ['install', 'rpm demo 1.0.0 x86_64', /GPG verification is enabled, but GPG signature is not available/],
    ],
  },
  {
    ...native,
    name: 'is signed by another key',
    format: 'deb',
    key: 'other',
    failures: [
      ['signatures', 'deb Release.key', /^Release\.key is the key [0-9A-F]{40}, not [0-9A-F]{40} as stated/],
      ['signatures', 'deb Release.gpg', /^signed by the key [0-9A-F]{16}, not by [0-9A-F]{40}/],
      ['signatures', 'deb InRelease', /^signed by the key [0-9A-F]{16}, not by [0-9A-F]{40}/],
      ['install', 'deb demo 1.0.0 amd64', /^apt-get update refuses it: .*NO_PUBKEY/],
    ],
  },
  {
    ...native,
    name: 'is signed by another key',
    format: 'rpm',
    key: 'other',
    failures: [
      ['signatures', 'rpm repodata/repomd.xml.key', /is the key [0-9A-F]{40}, not [0-9A-F]{40} as stated/],
      ['signatures', 'rpm repomd.xml.asc', /^signed by the key [0-9A-F]{16}, not by [0-9A-F]{40}/],
      ['signatures', 'rpm demo 1.0.0 x86_64', /^the rpm is signed by the key [0-9a-f]+ \(NOKEY\), not by [0-9A-F]{40}/],
      ['install', 'rpm demo 1.0.0 x86_64', /repomd\.xml GPG signature verification error/],
    ],
  },
  {
    ...native,
    name: 'is signed by a key that has expired',
    format: 'deb',
    key: 'expired',
    request: () => ({ key: workshop.keys.expired }),
    failures: [
      ['signatures', 'deb Release.key', /which expired on 2020-12-31/],
      ['signatures', 'deb Release.gpg', /which expired on 2020-12-31/],
      ['signatures', 'deb InRelease', /which expired on 2020-12-31/],
      ['install', 'deb demo 1.0.0 amd64', /^apt-get update refuses it: .*EXPKEYSIG/],
    ],
  },
  {
    ...native,
    name: 'is signed by a key that has expired',
    format: 'rpm',
    key: 'expired',
    request: () => ({ key: workshop.keys.expired }),
    failures: [
      ['signatures', 'rpm repodata/repomd.xml.key', /which expired on 2020-12-31/],
      ['signatures', 'rpm repomd.xml.asc', /which expired on 2020-12-31/],
      ['signatures', 'rpm demo 1.0.0 x86_64', /which expired on 2020-12-31/],
      ['install', 'rpm demo 1.0.0 x86_64', /repomd\.xml GPG signature verification error/],
    ],
  },
  {
    ...native,
    name: 'has a Packages.gz that Release does not vouch for',
    format: 'deb',
    spoil: (root) => fixture.tamper(join(root, 'Packages.gz'), 20),
    failures: [
      [
        'metadata',
        'deb Packages.gz',
        /^Packages\.gz has \d+ bytes with sha256 [0-9a-f]{64}, where \d+ bytes with [0-9a-f]{64} are stated/,
      ],
      ['install', 'deb demo 1.0.0 amd64', /^apt-get update refuses it: .*Hash Sum mismatch/],
    ],
  },
  {
    ...native,
    name: 'has a primary.xml that repomd.xml does not vouch for',
    format: 'rpm',
    spoil: async (root) => fixture.tamper(await metadataFile(root, 'primary'), 20),
    request: () => ({ checks: new Set<Check>(['metadata', 'presence']) }),
    failures: [
      ['metadata', 'rpm repomd.xml', /^repomd\.xml leads to no sound primary\.xml$/],
      ['metadata', 'rpm primary', /primary\.xml\.gz has \d+ bytes with sha256 [0-9a-f]{64}, where/],
      ['presence', 'rpm demo 1.0.0 x86_64', /^the index could not be read/],
    ],
  },
  {
    ...native,
    name: 'has a Release that was changed after it was signed',
    format: 'deb',
    spoil: (root) => fixture.tamper(join(root, 'Release'), 200),
    request: () => ({ checks: new Set<Check>(['metadata', 'signatures']) }),
    failures: [
      ['metadata', 'deb Release', /^Release and InRelease differ/],
      ['signatures', 'deb Release.gpg', /^the signature is BAD/],
    ],
  },
  {
    ...native,
    name: 'has a repomd.xml that was changed after it was signed',
    format: 'rpm',
    spoil: (root) => fixture.tamper(join(root, 'repodata/repomd.xml'), 900),
    request: () => ({ checks: new Set<Check>(['metadata', 'signatures']) }),
    failures: [['signatures', 'rpm repomd.xml.asc', /^the signature is BAD/]],
  },
  {
    ...native,
    name: 'serves another package than it signed for',
    format: 'deb',
    spoil: async (root) => fixture.tamper(await firstPackage(root), 5),
    failures: [
      [
        'presence',
        'deb demo 1.0.0 amd64',
        /has \d+ bytes with sha256 [0-9a-f]{64}, where .*: it is not the package that was signed for$/,
      ],
      ['payload', 'deb demo 1.0.0 amd64', /^the package cannot be unpacked: /],
      ['install', 'deb demo 1.0.0 amd64', /Hash Sum mismatch/],
    ],
  },
  {
    ...native,
    name: 'serves another package than it signed for',
    format: 'rpm',
    spoil: async (root) => fixture.tamper(await firstPackage(root), 5),
    failures: [
      ['signatures', 'rpm demo 1.0.0 x86_64', /^the rpm is not what was signed \(Payload SHA256 .*BAD/],
      [
        'presence',
        'rpm demo 1.0.0 x86_64',
        /has \d+ bytes with sha256 [0-9a-f]{64}, where .*: it is not the package that was signed for$/,
      ],
      ['payload', 'rpm demo 1.0.0 x86_64', /^the package cannot be unpacked: /],
      ['install', 'rpm demo 1.0.0 x86_64', /^`dnf install demo-1\.0\.0-1\.1\.x86_64` failed: /],
    ],
  },
  {
    ...native,
    name: 'lacks a package that its index has',
    format: 'rpm',
    spoil: async (root) => rm(await firstPackage(root)),
    request: () => ({ checks: new Set<Check>(['metadata', 'presence']) }),
    failures: [['presence', 'rpm demo 1.0.0 x86_64', /^x86_64\/demo-1\.0\.0-1\.1\.x86_64\.rpm is in the index but not at http/]],
  },
  {
    ...native,
    name: 'lacks an architecture',
    format: 'deb',
    request: () => ({ cells: [fixture.cellOf('1.0.0', 'x86_64'), fixture.cellOf('1.0.0', 'aarch64')] }),
    failures: [
      ['presence', 'deb demo 1.0.0 arm64', /^the index has demo only for amd64: look for a failed build of arm64$/],
      ['payload', 'deb demo 1.0.0 arm64', /^there is no package to look into: the index has demo only for amd64/],
      ['install', 'deb demo 1.0.0 arm64', /^there is nothing to install: the index has demo only for amd64/],
    ],
  },
  {
    ...native,
    name: 'lacks an architecture',
    format: 'rpm',
    request: () => ({ cells: [fixture.cellOf('1.0.0', 'x86_64'), fixture.cellOf('1.0.0', 'aarch64')] }),
    failures: [
      ['signatures', 'rpm demo 1.0.0 aarch64', /^there is no rpm to verify: the index has demo only for x86_64/],
      ['presence', 'rpm demo 1.0.0 aarch64', /^the index has demo only for x86_64: look for a failed build of aarch64$/],
      ['payload', 'rpm demo 1.0.0 aarch64', /^there is no package to look into: the index has demo only for x86_64/],
      ['install', 'rpm demo 1.0.0 aarch64', /^there is nothing to install: the index has demo only for x86_64/],
    ],
  },
  ...(['deb', 'rpm'] as const).map((format: Format): Spoilt => {
    const subject = `${format} demo 1.0.0 ${format === 'deb' ? 'amd64' : 'x86_64'}`
    const differs =
      /\/usr\/bin\/demo has sha256 [0-9a-f]{64} where upstream's has 0{64}: build the package from upstream's files$/
    const files = [{ path: '/usr/bin/demo', sha256: '0'.repeat(64) }]
    return {
      ...native,
      name: "ships another program than upstream's",
      format,
      request: () => ({ cells: [{ ...fixture.cellOf('1.0.0', 'x86_64'), files }] }),
      failures: [
        ['payload', subject, differs],
        ['install', subject, differs],
      ],
    }
  }),
  {
    ...native,
    name: 'holds an unsigned rpm, though its metadata is signed',
    format: 'rpm',
    rpmKey: 'none',
    failures: [
      ['signatures', 'rpm demo 1.0.0 x86_64', /^the rpm is unsigned: it has digests but no signature/],
      ['install', 'rpm demo 1.0.0 x86_64', /GPG check FAILED/],
    ],
  },
  {
    ...native,
    name: 'lacks what a package depends on',
    format: 'deb',
    control: 'Depends: iptables (>= 1.4.21)\n',
    failures: [['install', 'deb demo 1.0.0 amd64', /demo : Depends: iptables \(>= 1\.4\.21\) but it is not installable/]],
  },
  {
    ...native,
    name: 'is not there',
    format: 'deb',
    spoil: (root) => rm(root, { recursive: true }),
    request: () => ({ checks: new Set<Check>(['metadata', 'signatures', 'presence']) }),
    failures: [
      ['metadata', 'deb Release', /^neither Release nor InRelease is at http.*: check the address, or publish the repository$/],
      ['signatures', 'deb repository', /^there is no signed file/],
      ['presence', 'deb demo 1.0.0 amd64', /^the index could not be read/],
    ],
  },
]

test.each(spoilt)(
  'a $format repository that $name fails, and nothing else of it does',
  async ({ spoil, request, failures, ...publication }) => {
    const folder = await fixture.publish(workshop, publication)
    await spoil?.(folder)
    const cells = [fixture.cellOf('1.0.0', 'x86_64')]
    const failed = (await verify(folder, { format: publication.format, cells, ...request?.() })).filter(({ passed }) => !passed)
    expect(failed.map(({ check, subject }) => [check, subject])).toEqual(failures.map(([check, subject]) => [check, subject]))
    failures.forEach(([, , evidence], index) => expect(failed[index]?.evidence).toMatch(evidence))
  },
  30_000,
)

test('rpm metadata compressed by xz is read', async () => {
  const folder = await fixture.publish(workshop, { ...native, format: 'rpm', compression: 'xz' })
  const checked = new Set<Check>(['metadata', 'presence'])
  const results = await verify(folder, { format: 'rpm', cells: [fixture.cellOf('1.0.0', 'x86_64')], checks: checked })
  expect(results.filter(({ passed }) => !passed)).toEqual([])
})

test('a key that came from the repository itself is said to be not pinned', async () => {
  const folder = await fixture.publish(workshop, { ...native, format: 'deb' })
  const site = await fixture.serve(folder)
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

test('a given key that is none is refused as an input', async () => {
  const folder = await fixture.publish(workshop, { ...native, format: 'deb' })
  await expect(verify(folder, { format: 'deb', key: 'no key' })).rejects.toThrow('the given key is no armored OpenPGP public key')
  expect(await readdir(host.directories.temp)).toEqual([])
})

test('a download network that is behind is looked at again until it agrees, and each package is downloaded once', async () => {
  const stale = await fixture.publish(workshop, { ...native, format: 'deb' })
  const fresh = await fixture.publish(workshop, { ...native, format: 'deb', versions: ['1.0.0', '1.1.0'] })
  const site = await fixture.serve(stale)
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
})

test('waiting ends at the deadline, with pauses that grow to 30 seconds', async () => {
  const folder = await fixture.publish(workshop, { ...native, format: 'deb' })
  const pauses: number[] = []
  let now = 0
  const clock = { now: () => now, sleep: (pause: number) => Promise.resolve(void pauses.push((now += pause))) }
  const cells = [fixture.cellOf('2.0.0', 'x86_64')]
  const results = await verify(
    folder,
    { format: 'deb', cells, checks: new Set<Check>(['presence']), deadline: 100_000 },
    { ...host, clock },
  )
  expect(summary(results)).toEqual(['NOT OK presence deb demo 2.0.0 amd64'])
  expect(pauses).toEqual([1000, 3000, 7000, 15_000, 31_000, 61_000, 91_000])
})

test('the scripts of a package never run on this machine', async () => {
  const canary = join(workshop.folder, 'canary')
  const folder = await fixture.publish(workshop, { ...native, format: 'deb', script: `#!/bin/sh\ntouch ${canary}\n` })
  const results = await verify(folder, {
    format: 'deb',
    cells: [fixture.cellOf('1.0.0', 'x86_64')],
    checks: new Set<Check>(['install']),
  })
  expect(results[0]?.evidence).toMatch(/^`apt-get install demo=1\.0\.0-1\.1` failed: /)
  expect(await readdir(workshop.folder)).not.toContain('canary')
})

test('a tool that is missing is named with its Debian package', async () => {
  const folder = await fixture.publish(workshop, { ...native, format: 'deb' })
  const bare = await testHost({ env: { PATH: '/nowhere' } })
  const result = verify(folder, { format: 'deb' }, bare)
  await expect(result).rejects.toThrow(/^`gpg .*` could not be started: .*\(install it: apt-get install gpg\)$/)
  await bare.remove()
})
