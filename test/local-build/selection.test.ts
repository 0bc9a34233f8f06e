import { afterEach, beforeEach, expect, test } from '@jest/globals'
import { stat } from 'node:fs/promises'
import type { TestHost } from '../support/host.js'
import { bareHost, build, buildHost, daemonConfig, daemonFiles, writeFiles } from './workshop.js'

let host: TestHost
beforeEach(async () => {
  host = await bareHost()
  await writeFiles(host, daemonFiles)
})
afterEach(() => host.remove())

test.each([
  ['an unknown format', { formats: 'rpm, debs' }, 'Input `formats` has debs; did you mean deb?'],
  ['an unknown architecture', { architectures: 'arm46' }, 'Input `architectures` has arm46; did you mean arm64?'],
  [
    'an architecture that is not built',
    { architectures: 's390x' },
    'Input `architectures` has s390x, for which there is nothing; there are x86_64, aarch64, darwin/arm64.',
  ],
  [
    'a format that no such platform has',
    { architectures: 'darwin/arm64' },
    'There is nothing to build: no package has one of the formats deb, rpm for darwin/arm64.',
  ],
  ['an unknown package', { packages: 'greter' }, 'There is no package greter in the config; did you mean greeter?'],
  [
    'several wrong names',
    { formats: 'flatpak', architectures: 'vax' },
    'Input `formats` has flatpak; known are deb, rpm, tar.gz, zip.\nInput `architectures` has vax, for which there is nothing; there are x86_64, aarch64, darwin/arm64.',
  ],
  [
    'a machine without the programs',
    { formats: 'rpm', repository: 'true' },
    'build-packages needs rpmbuild, rpm, xz, tar, gzip, dpkg-scanpackages, createrepo_c, which are not installed; on Debian and Ubuntu: apt-get install createrepo-c dpkg-dev gzip rpm tar xz-utils',
  ],
])('%s is refused', async (_, inputs, message) => {
  expect(await build(host, inputs)).toMatchObject({
    failure: `UserError: ${message}`,
    built: [],
    report: 'No package was built.',
  })
})

test('a format that the config has no builder for is refused only when it was asked for', async () => {
  const lone = daemonConfig.replace(/ {2}deb:\n(?: {4}.*\n)+/, '')
  await writeFiles(host, { 'packages.yaml': lone })
  expect((await build(host, { formats: 'deb' })).failure).toBe(
    'UserError: Input `formats` has deb, and none of the packages is made as one; see the builders of the config.',
  )
  expect((await build(host)).failure).toMatch(/^UserError: build-packages needs rpmbuild, /)
})

test.each(['x86_64', 'amd64', 'linux/amd64'])('%s is one architecture by any name', async (architectures) => {
  const { built, failure } = await build(host, { formats: 'tar.gz', architectures })
  expect([failure, built.map(({ architecture }) => architecture)]).toEqual([undefined, ['x86_64']])
})

test('only what is wanted has to be there', async () => {
  const config = daemonConfig.replace('bin/{os}-{goarch}', 'bin/{os}-{goarch}-missing')
  await writeFiles(host, { 'packages.yaml': config, 'bin/linux-arm64-missing/greeter': '#!/bin/sh\n' })
  expect((await build(host, { formats: 'zip', architectures: 'arm64' })).failure).toBeUndefined()
  expect((await build(host, { formats: 'zip' })).failure).toMatch(/^UserError: .*greeter for x86_64/)
})

test('without a version and a checkout that has one, a version is asked for', async () => {
  const { failure } = await build(host, { version: '' })
  expect(failure).toMatch(
    /^UserError: Input `version` is missing, and git describe finds no tag that is a version in .*; give a version\. Tags that say more, such as api\/v1\.2\.3, count when /,
  )
})

test('without a version it is that of the checkout, and the time is that of its tag', async () => {
  const checkout = await buildHost()
  try {
    await writeFiles(checkout, daemonFiles)
    const date = '1600000000 +0000'
    const env = { ...process.env, GIT_AUTHOR_DATE: date, GIT_COMMITTER_DATE: date, HOME: checkout.directories.temp }
    const git = (...args: string[]) =>
      checkout.exec('git', ['-c', 'user.name=a', '-c', 'user.email=a@example.org', ...args], {
        cwd: checkout.directories.work,
        env,
      })
    await git('init', '--quiet')
    await git('add', '.')
    await git('commit', '--quiet', '--message', 'first')
    await git('tag', 'v2.0.0')
    const { built, failure } = await build(checkout, { version: '', formats: 'zip', architectures: 'amd64' })
    expect([failure, built.map(({ version }) => version)]).toEqual([undefined, ['2.0.0']])
    expect((await stat(built[0]?.file ?? '')).mtimeMs).toBe(1_600_000_000_000)
  } finally {
    await checkout.remove()
  }
})
