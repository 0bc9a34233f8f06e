import { afterEach, beforeEach, expect, test } from '@jest/globals'
import type { TestHost } from '../support/host.js'
import { parseConfig } from '../../src/config/config.js'
import { UserError } from '../../src/error.js'
import { build, buildHost, daemonConfig, daemonFiles, writeFiles } from '../local-build/workshop.js'

let host: TestHost
beforeEach(async () => {
  host = await buildHost()
})
afterEach(() => host.remove())

const armv6 = 'architectures: { armv6l: { go: arm, deb: armhf, rpm: armv6hl } }\n'
const config = daemonConfig
  .replaceAll('[x86_64, aarch64]', '[armv7l]')
  .replace(/(format: rpm\n.*\n.*)\[armv7l\]/, '$1[armv7l, armv6l]')
  .replace('bin/{os}-{goarch}', 'bin/{arch}')
  .replace(/^/, armv6)

test('an rpm for armv6 holds the program for armv6, and one for armv7 that for armv7', async () => {
  const programs = Object.fromEntries(['armv7l', 'armv6l'].map((name) => [`bin/${name}/greeter`, `#!/bin/sh\necho ${name}\n`]))
  await writeFiles(host, { ...daemonFiles, ...programs, 'packages.yaml': config.replace(/ +platforms.*\n/, '') })
  const { built, failure } = await build(host)
  expect(failure).toBeUndefined()
  const held = await Promise.all(
    built.map(async ({ file }) => {
      const read = file.endsWith('.deb')
        ? `dpkg-deb --fsys-tarfile '${file}' | tar -xO ./usr/bin/greeter`
        : `rpm2cpio '${file}' | cpio -i --quiet --to-stdout ./usr/bin/greeter`
      return [file.replace(/.*[_.]([^_.]+\.\w+)$/, '$1'), (await host.exec('sh', ['-c', read])).stdout.split(' ').at(-1)]
    }),
  )
  expect(held).toEqual([
    ['armhf.deb', 'armv7l\n'],
    ['armv7hl.rpm', 'armv7l\n'],
    ['armv6hl.rpm', 'armv6l\n'],
  ])
}, 60_000)

test.each([
  [
    'in one builder',
    config.replace('[armv7l]', '[armv7l, armv6l]'),
    'builders.deb.architectures.1',
    'builders.deb.architectures.0',
  ],
  [
    'in two builders',
    config.replace(
      /( {2}deb:\n(.*\n){2}.*\n)/,
      (whole: string) => `${whole}${whole.replace('deb:', 'raspbian:').replace('armv7l', 'armv6l')}`,
    ),
    'builders.raspbian.architectures.0',
    'builders.deb.architectures.0',
  ],
])('debs for both are refused, %s', (_, text, one, other) => {
  let message = ''
  try {
    parseConfig('packages.yaml', text)
  } catch (error) {
    if (error instanceof UserError) message = error.message
  }
  expect(message).toMatch(/^packages\.yaml:\d+:\d+: /)
  expect(message.replace(/^\S+ /, '')).toBe(
    `${one} names armv6l, and ${other} names armv7l: dpkg calls both armhf, so that the debs of greeter for one would be taken for those for the other; build debs for one of them.`,
  )
})
