import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { copyFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { TestHost } from '../support/host.js'
import { runInGuest } from './guest.js'
import { build, buildHost, daemonConfig, daemonFiles, writeFiles } from './workshop.js'

const goarch = process.arch === 'arm64' ? 'arm64' : 'amd64'
const files = `    files:
      /usr/bin/greeter: { binary: greeter, capabilities: 'cap_net_bind_service,cap_net_raw=+ep', group: mail }
      /var/lib/greeter.state: { ghost: true }
`
const packages = new Map<string, string>()
let host: TestHost

beforeAll(async () => {
  host = await buildHost()
  const config = daemonConfig.replace(/ {4}(?:requires|platforms):.*\n/g, '').replace(/ {4}files:[^]*$/, files)
  await writeFiles(host, { ...daemonFiles, 'packages.yaml': config })
  // A program that tells what it may do: `greeter CapEff /proc/self/status`.
  await copyFile('/bin/grep', join(host.directories.work, `bin/linux-${goarch}/greeter`))
  const { built, failure } = await build(host, { architectures: goarch, version: 'v1.2.3' })
  if (failure !== undefined) throw new Error(failure)
  for (const { format, file } of built) packages.set(format, file)
}, 60_000)
afterAll(() => host.remove())

const rpm = 'rpm --root / --dbpath /var/lib/guest-rpm --nodeps'
const ask = `getcap /usr/bin/greeter
  setpriv --reuid nobody --regid nogroup --clear-groups --inh-caps=-all /usr/bin/greeter CapEff /proc/self/status
  stat -c '%a %U:%G' /usr/bin/greeter`
const state = 'ls /var/lib/greeter.state 2> /dev/null || echo gone'

test.each([
  [
    'deb',
    (file: string) => [`dpkg --force-unsafe-io -i ${file}`, 'dpkg -r greeter', 'dpkg -P greeter'],
    ['/var/lib/greeter.state', 'gone'],
  ],
  ['rpm', (file: string) => [`${rpm} -i ${file}`, `${rpm} -V greeter`, `${rpm} -e greeter`], ['/var/lib/greeter.state', 'gone']],
])(
  'the program of the %s has its capabilities when it is installed, whoever runs it, and the ghost goes at the end',
  async (format, commands, states) => {
    const [install = '', ...others] = commands(packages.get(format) ?? '')
    const { code, stdout, stderr } = await runInGuest(
      [`${install} >&2`, ask, 'touch /var/lib/greeter.state', ...others.flatMap((each) => [`${each} >&2`, state])].join('\n'),
    )
    expect(code === 0 ? '' : stderr).toBe('')
    expect(stdout.trim().split('\n')).toEqual([
      '/usr/bin/greeter cap_net_bind_service,cap_net_raw=ep',
      'CapEff:\t0000000000002400',
      '755 root:mail',
      ...states,
    ])
  },
  60_000,
)
