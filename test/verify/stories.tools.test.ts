import { cp, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from '@jest/globals'
import { objectTo } from '../../src/plan/expectation.js'
import { parseConfig } from '../../src/config/config.js'
import { compareWithBaseline, parseBaseline } from '../../src/verify/baseline.js'
import { compareDeliveries } from '../../src/verify/delivery-check.js'
import { checks, type Check, type CheckResult, type VerifyRequest } from '../../src/verify/request.js'
import { verifyRepository } from '../../src/verify/verify.js'
import type { TestHost } from '../support/host.js'
import { planOf } from '../support/plan.js'
import { serveHostile, type Route } from './corpus/hostile-site.js'
import * as fixture from './fixture.js'
import { greeter, publishReal } from './real-package.js'
import { shareWorkshop } from './shared-workshop.js'

let workshop: fixture.Workshop
let host: TestHost

shareWorkshop((made) => void ({ workshop, host } = made))

async function judge(
  root: string,
  request: Partial<VerifyRequest> & Pick<VerifyRequest, 'format'>,
  routes: Readonly<Record<string, Route>> = {},
): Promise<readonly CheckResult[]> {
  const site = await serveHostile(root, routes)
  const asked = new Set<Check>(checks.filter((check) => check !== 'install'))
  const cells = [{ ...fixture.cellOf('1.0.0', 'x86_64'), files: [] }]
  try {
    return await verifyRepository(
      { url: `${site.url}/`, key: workshop.keys.good, cells, checks: asked, deadline: 0, ...request },
      host,
    )
  } finally {
    await site.close()
  }
}

const failures = (results: readonly CheckResult[]) =>
  results
    .filter(({ passed }) => !passed)
    .map(({ check, subject, evidence }) => `${check} ${subject}: ${evidence}`)
    .join('\n')
const publish = (format: 'deb' | 'rpm', more: Partial<fixture.Publication> = {}) =>
  fixture.publish(workshop, { format, architectures: ['x86_64'], ...more })
const only = (...names: Check[]) => new Set<Check>(names)

test('story 1: a new minor cannot be installed, because what it needs is not in its repository', async () => {
  const root = await publishReal(workshop, 'deb', [
    { version: '1.0.0', fields: 'Depends: kubernetes-cni (>= 1.2.0)\n', files: { 'usr/bin/demo': greeter('1.0.0') } },
  ])
  expect(failures(await judge(root, { format: 'deb', checks: only('presence', 'install') }))).toMatch(
    /install deb demo 1\.0\.0 amd64: .*Depends: kubernetes-cni \(>= 1\.2\.0\) but it is not installable/,
  )
}, 60_000)

test('story 2: a wrong dependency is published', async () => {
  const config = `obs: { build-project: b }
builders: { deb: { format: deb, paths: [{ project: p, repository: r }], architectures: [x86_64] } }
packages:
  demo:
    { summary: s, description: d, license: MIT, maintainer: J <j@example.org>, url: 'https://example.org', section: net,
      source: { folder: bin }, requires: { kubernetes-cni: '>= 1.2.0' }, files: { /usr/bin/demo: { binary: demo } } }
`
  const { judgeDeclared } = await import('../../src/verify/declared-payload.js')
  const planned = planOf(parseConfig('packages.yaml', config), { version: '1.0.0' }).packages[0]
  if (planned === undefined) throw new Error('nothing is planned')
  const files = { 'usr/bin/demo': greeter('1.0.0') }
  const root = await publishReal(workshop, 'deb', [{ version: '1.0.0', fields: 'Depends: kubernetes-cni (>= 0.7.5)\n', files }])
  const cells = [{ ...fixture.cellOf('1.0.0', 'x86_64'), files: [], declared: judgeDeclared.bind(undefined, planned, 'deb') }]
  expect(failures(await judge(root, { format: 'deb', cells }))).toMatch(
    /payload .*it does not require kubernetes-cni >= 1\.2\.0, as the config declares; it requires kubernetes-cni >= 0\.7\.5, where the config declares kubernetes-cni >= 1\.2\.0/,
  )
}, 30_000)

test('story 11: the signing key of a repository that nobody publishes again expires', async () => {
  const root = await publish('deb', { key: 'expired' })
  expect(failures(await judge(root, { format: 'deb', key: workshop.keys.expired }))).toMatch(/which expired on 2020-12-31/)
}, 30_000)

test('story 13: what is cached by another spelling of the address is out of date', async () => {
  const root = await publish('deb')
  const old = await publish('deb', { versions: ['0.9.0'] })
  const spelled = '/isv:/core/deb/InRelease'
  const route: Route = (response, request) =>
    void readFile(join((request.url ?? '').includes('%3A') ? old : root, 'InRelease')).then((content) => response.end(content))
  const site = await serveHostile(root, { [spelled]: route })
  const delivery = { format: 'deb', url: `${site.url}/isv:/core/deb/`, origin: `${site.url}/` } as const
  const findings = await compareDeliveries(delivery, {}, host)
  await site.close()
  const told = findings.map(({ subject, evidence }) => `${subject}: ${evidence}`).join('\n')
  expect(told).toMatch(
    /deb other spelling: InRelease is sha256 [0-9a-f]{64} at .*isv:\/core\/deb\/ and sha256 [0-9a-f]{64} at .*isv%3A\/core\/deb\//,
  )
  expect(told).toMatch(/deb origin: Release is absent at .* and sha256/)
}, 30_000)

test('story 13: Packages and InRelease are of different days', async () => {
  const root = await publish('deb')
  const old = await publish('deb', { versions: ['0.9.0'] })
  await cp(join(old, 'Packages.gz'), join(root, 'Packages.gz'))
  expect(failures(await judge(root, { format: 'deb' }))).toMatch(
    /metadata deb Packages\.gz: Packages\.gz has .*stated.*: wait for the download network or publish again/,
  )
}, 30_000)

test('story 14: the body of a redirect comes in place of an rpm', async () => {
  const root = await publish('rpm')
  const path = '/x86_64/demo-1.0.0-1.1.x86_64.rpm'
  const route: Route = (response) => void response.writeHead(200).end('x'.repeat(138))
  expect(failures(await judge(root, { format: 'rpm' }, { [path]: route }))).toMatch(
    /presence .* has 138 bytes where \d+ are stated, so it is cut off or old/,
  )
}, 30_000)

test('story 14: a host says 403 of a path that does not exist', async () => {
  const root = await publish('rpm')
  const route: Route = (response) => void response.writeHead(403).end()
  const path = '/x86_64/demo-1.0.0-1.1.x86_64.rpm'
  expect(failures(await judge(root, { format: 'rpm' }, { [path]: route }))).toMatch(/presence .* is in the index but not at http/)
}, 30_000)

test('story 15: a version is published a second time with other bytes', async () => {
  const publishOne = async (text: string) =>
    judge(await publishReal(workshop, 'deb', [{ version: '1.0.0', files: { 'usr/bin/demo': `#!/bin/sh\n${text}\n` } }]), {
      format: 'deb',
    })
  const first = await publishOne('echo one')
  const second = await publishOne('echo two')
  expect(compareWithBaseline(first, parseBaseline(JSON.stringify({ report: first })))).toEqual([])
  expect(failures(compareWithBaseline(second, parseBaseline(JSON.stringify(first))))).toMatch(
    /presence deb demo 1\.0\.0 amd64, since the baseline: it had digest sha256:[0-9a-f]{64} then and sha256:[0-9a-f]{64} now: a version that was published keeps its bytes/,
  )
}, 30_000)

test('story 16: a deb ships the path of the other format', async () => {
  const root = await publishReal(workshop, 'deb', [{ version: '1.0.0', files: { 'etc/sysconfig/demo': 'x' } }])
  expect(failures(await judge(root, { format: 'deb' }))).toMatch(/payload .*\/etc\/sysconfig\/demo is where rpm systems have it/)
}, 30_000)

test('story 17: an upgrade overwrites what the administrator changed', async () => {
  const files = { '/etc/demo.conf': 'a', '/usr/bin/demo': greeter('1.0.0') }
  const results = await judge(await publishReal(workshop, 'rpm', [{ version: '1.0.0', files }]), { format: 'rpm' })
  const payload = results.find(({ check }) => check === 'payload')
  expect([payload?.state, payload?.evidence]).toEqual([
    'warning',
    expect.stringMatching(/\/etc\/demo\.conf is no %config file, so an upgrade overwrites/),
  ])
}, 30_000)

test('story 18: a distribution calls what a package requires by another name', async () => {
  const root = await publishReal(workshop, 'rpm', [
    { version: '1.0.0', fields: 'Requires: conntrack\n', files: { '/usr/bin/demo': greeter('1.0.0') } },
  ])
  const provides = ['conntrack-tools = 1.4.6']
  expect(
    failures(await judge(root, { format: 'rpm', checks: only('presence', 'install'), base: { kind: 'provides', provides } })),
  ).toMatch(/install rpm demo 1\.0\.0 x86_64: .*nothing provides conntrack/)
}, 60_000)

test('story 22: an rpm has no signature of its own', async () => {
  const root = await publish('rpm', { rpmKey: 'none' })
  expect(failures(await judge(root, { format: 'rpm' }))).toMatch(/signatures rpm demo 1\.0\.0 x86_64: the rpm is unsigned/)
}, 30_000)

test('an alpha and another minor are objected to in the stable repository of a minor', () => {
  const text = `obs: { build-project: 'b:{channel}:{minor}:build', publish-project: 'b:{channel}:{minor}' }
channels: { stable: { versions: [release] }, dev: { versions: [prerelease] } }
builders: { deb: { format: deb, paths: [{ project: p, repository: r }], architectures: [x86_64] } }
packages:
  demo:
    { summary: s, description: d, license: MIT, maintainer: J <j@example.org>, url: 'https://example.org', section: net,
      source: { folder: bin }, files: { /usr/bin/demo: { binary: demo } } }
`
  const plan = planOf(parseConfig('packages.yaml', text), { version: '1.30.1' })
  const cases = [
    ['demo', '1.30.0-1.1'],
    ['demo', '1.30.2~alpha.1-1.1'],
    ['demo', '1.31.0-1.1'],
    ['demo-debuginfo', undefined],
    ['evil', undefined],
  ] as const
  expect(cases.map(([name, version]) => objectTo(plan, name, version))).toEqual([
    undefined,
    'is a prerelease, and channel stable takes releases alone',
    'is of the minor 1.31, and this repository is of 1.30',
    undefined,
    'is none of the packages of the config (demo)',
  ])
})
