import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { writeFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { prepareExample } from '../examples/fake-binaries.js'
import { testHost, type TestHost } from '../support/host.js'
import { runInGuest } from './guest.js'
import { build } from './workshop.js'

/** The packages of the daemon of the examples, at two versions whose configuration differs. */
const packages = { deb: ['', ''], rpm: ['', ''] }
let host: TestHost

beforeAll(async () => {
  host = await testHost()
  const config = resolve('examples/daemon/packages.yaml')
  const changed = join(host.directories.work, 'changed.yaml')
  await writeFile(join(host.directories.work, 'new.conf'), 'language = de\n')
  await writeFile(
    changed,
    `extends: ${config}\npackages: { greeter: { files: { /etc/greeter/greeter.conf: { file: new.conf } } } }\n`,
  )
  for (const [index, [name, version]] of [[config, 'v1.1.0'] as const, [changed, 'v1.2.0'] as const].entries()) {
    const { binaries } = await prepareExample(name, version, host)
    const { built, failure } = await build(host, {
      config: name,
      version,
      binaries,
      architectures: 'x86_64',
      output: `out-${index}`,
    })
    if (failure !== undefined) throw new Error(failure)
    for (const { format, file } of built) if (format === 'deb' || format === 'rpm') packages[format][index] = file
  }
}, 60_000)
afterAll(() => host.remove())

/** What is left of the package in the guest, after everything before it was said. */
const leftovers =
  'find /etc/greeter* /etc/default/greeter* /etc/sysconfig/greeter* /usr/sbin/greeterd /usr/bin/greet /usr/bin/hi /usr/share/doc/greeter /usr/lib/sysusers.d/greeter* /usr/lib/tmpfiles.d/greeter* /var/lib/greeter /lib/systemd/system/greeter* 2>/dev/null | sort'

test('the deb is installed, upgraded with the changes of the administrator kept, removed and purged', async () => {
  const [first, second] = packages.deb
  const { code, stdout, stderr } = await runInGuest(`
    dpkg --force-unsafe-io --install ${first} >&2
    cat /etc/greeter/greeter.conf; stat -c '%a %U:%G' /var/lib/greeter; getent passwd greeter | cut -d: -f5-; dpkg-query -W -f '\${Status} \${Version}\\n' greeter
    echo '# mine' >> /etc/greeter/greeter.conf; echo data > /var/lib/greeter/data
    dpkg --force-unsafe-io --force-confold --install ${second} >&2
    tail -1 /etc/greeter/greeter.conf; cat /etc/greeter/greeter.conf.dpkg-dist
    dpkg-query -W -f '\${Status} \${Version}\\n' greeter
    dpkg --remove greeter >&2
    echo removed:; ${leftovers}
    dpkg --purge greeter >&2
    echo purged:; ${leftovers}; getent passwd greeter | cut -d: -f5-
  `)
  expect(code === 0 ? '' : stderr).toBe('')
  expect(code).toBe(0)
  expect(stdout.trim().split('\n')).toEqual([
    '# The language of the greeting.',
    'language = en',
    '750 greeter:greeter',
    'Greets whoever connects:/var/lib/greeter:/usr/sbin/nologin',
    'install ok installed 1.1.0-1',
    '# mine',
    'language = de',
    'install ok installed 1.2.0-1',
    'removed:',
    '/etc/default/greeter',
    '/etc/greeter',
    '/etc/greeter/greeter.conf',
    '/etc/greeter/greeter.conf.dpkg-dist',
    '/var/lib/greeter',
    '/var/lib/greeter/data',
    'purged:',
    'Greets whoever connects:/var/lib/greeter:/usr/sbin/nologin',
  ])
}, 60_000)

test('the rpm is installed, upgraded with the changes of the administrator kept, and removed', async () => {
  const [first, second] = packages.rpm
  // The guest is no distribution of rpms, so what the package requires is not there.
  const rpm = 'rpm --root / --dbpath /var/lib/guest-rpm'
  const { code, stdout, stderr } = await runInGuest(`
    ${rpm} --nodeps --install ${first} >&2
    cat /etc/greeter/greeter.conf; stat -c '%a %U:%G' /var/lib/greeter; getent passwd greeter | cut -d: -f5-; ${rpm} --query greeter; ${rpm} --nodeps --verify greeter || true
    echo '# mine' >> /etc/greeter/greeter.conf
    ${rpm} --nodeps --upgrade ${second} >&2
    tail -1 /etc/greeter/greeter.conf; cat /etc/greeter/greeter.conf.rpmnew; ${rpm} --query greeter
    ${rpm} --nodeps --erase greeter >&2
    echo removed:; ${leftovers}
  `)
  expect(code === 0 ? '' : stderr).toBe('')
  expect(code).toBe(0)
  expect(stdout.trim().split('\n')).toEqual([
    '# The language of the greeting.',
    'language = en',
    '750 greeter:greeter',
    'Greets whoever connects:/var/lib/greeter:/usr/sbin/nologin',
    'greeter-1.1.0-1.x86_64',
    '# mine',
    'language = de',
    'greeter-1.2.0-1.x86_64',
    'removed:',
    '/etc/greeter',
    '/etc/greeter/greeter.conf.rpmnew',
    '/etc/greeter/greeter.conf.rpmsave',
  ])
}, 60_000)
