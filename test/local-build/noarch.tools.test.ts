import { afterEach, beforeEach, expect, test } from '@jest/globals'
import { resolve } from 'node:path'
import { readPackage } from '../../src/package/reader.js'
import { fakeProgram } from '../support/fake-program.js'
import type { TestHost } from '../support/host.js'
import { runInGuest } from './guest.js'
import { build, buildHost, daemonConfig, daemonFiles, writeFiles } from './workshop.js'

/** Milliseconds: packages are built and installed. */
const patience = 60_000
let host: TestHost
beforeEach(async () => {
  host = await buildHost()
})
afterEach(() => host.remove())

test.each([[''], ['arm64']])(
  'a package for every machine is built once in each format, also for those who ask for "%s"',
  async (architectures) => {
    const config = resolve('examples/every-machine/packages.yaml')
    const { built, failure } = await build(host, { config, version: 'v1.2.0', architectures, repository: 'true' })
    expect(failure).toBeUndefined()
    expect(built.map(({ file, architecture }) => [file.replace(/^.*\//, ''), architecture])).toEqual([
      ['greeter-phrases_1.2.0-1_all.deb', 'noarch'],
      ['greeter-phrases-1.2.0-1.noarch.rpm', 'noarch'],
    ])
    const [deb, rpm] = await Promise.all(built.map(({ file }) => readPackage(file, host)))
    expect([deb?.architecture, rpm?.architecture]).toEqual(['noarch', 'noarch'])
    expect(Object.keys(deb?.scripts ?? {}).toSorted()).toEqual(['postinst', 'postrm'])
    expect(Object.keys(rpm?.scripts ?? {}).toSorted()).toEqual(['post', 'preun'])
  },
  patience,
)

test(
  'it is installed and removed, by the scripts of each format',
  async () => {
    const config = resolve('examples/every-machine/packages.yaml')
    const { built } = await build(host, { config, version: 'v1.2.0' })
    const [deb = '', rpm = ''] = built.map(({ file }) => file)
    const run = 'rpm --root / --dbpath /var/lib/guest-rpm --nodeps'
    const index = 'cat /var/lib/greeter-phrases/index 2> /dev/null || echo none'
    const { code, stdout, stderr } = await runInGuest(`
      dpkg --force-unsafe-io -i ${deb} >&2; ${index}; dpkg -r greeter-phrases >&2; ${index}; dpkg -P greeter-phrases >&2
      ls -d /var/lib/greeter-phrases 2> /dev/null || echo gone
      ${run} -i ${rpm} >&2; ${index}; ${run} -e greeter-phrases >&2; ls -d /var/lib/greeter-phrases 2> /dev/null || echo gone`)
    expect(code === 0 ? '' : stderr).toBe('')
    expect(stdout.trim().split('\n')).toEqual(['Hello', 'Hello', 'gone', 'Hello', 'gone'])
  },
  patience,
)

test('what comes from the source lies in one folder, and a program of one machine is refused', async () => {
  const config = daemonConfig
    .replace('bin/{os}-{goarch}', 'bin')
    .replace('    platforms: [darwin/arm64]', '    architectures: [noarch]')
    .replace(/ {4}units:[^]*/, '')
  await writeFiles(host, { ...daemonFiles, 'packages.yaml': config, 'bin/greeter': '#!/bin/sh\n' })
  const { built, failure } = await build(host)
  expect(failure).toBeUndefined()
  expect(built.map(({ architecture }) => architecture)).toEqual(['noarch', 'noarch'])
  await writeFiles(host, { 'bin/greeter': fakeProgram('x86_64', 'x') })
  const refused = await build(host)
  expect(refused.failure).toContain(
    'is a Linux program and the package is for every machine (architectures: [noarch]); leave noarch out',
  )
}, 60_000)
