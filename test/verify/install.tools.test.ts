import { createHash } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import { describe, expect, test } from '@jest/globals'
import { namesOf } from '../../src/architecture.js'
import type { Base } from '../../src/plan/base.js'
import type { Check, CheckResult } from '../../src/verify/request.js'
import type { TestHost } from '../support/host.js'
import * as fixture from './fixture.js'
import { greeter, publishReal, type RealPackage } from './real-package.js'
import { shareWorkshop } from './shared-workshop.js'
import { verify } from './verification.js'

let workshop: fixture.Workshop
let host: TestHost

shareWorkshop((made) => void ({ workshop, host } = made))

/** Publishes packages and installs the last of them; nothing of this machine may be another afterwards. */
async function install(
  format: 'deb' | 'rpm',
  packages: readonly RealPackage[],
  { base, files = {} }: { base?: Base; files?: Readonly<Record<string, string>> } = {},
): Promise<readonly CheckResult[]> {
  const root = await publishReal(workshop, format, packages)
  const newest = packages.at(-1)?.version ?? ''
  const cells = packages
    .filter(({ name = 'demo', version }) => name === 'demo' && version === newest)
    .map(({ architecture = 'x86_64' }) => ({
      package: 'demo',
      version: newest,
      architecture: namesOf(architecture),
      files: Object.entries(files).map(([path, content]) => ({ path, sha256: digest(content) })),
    }))
  const before = await describeMachine()
  const results = await verify(workshop, host, root, {
    format,
    cells,
    checks: new Set<Check>(['install']),
    ...(base && { base }),
  })
  expect(await describeMachine()).toEqual(before)
  expect(await readdir(host.directories.temp)).toEqual([])
  // What is asked of all packages at once is tested elsewhere.
  return results.filter(({ subject }) => !subject.includes(','))
}

/** What an installation that got out of its root would change, as far as nothing else on a busy machine does. */
async function describeMachine(): Promise<unknown> {
  const files = ['/etc/passwd', '/etc/group', '/var/lib/dpkg/status']
  const folders = ['/etc', '/etc/apt', '/usr/bin', '/usr/sbin', '/usr/lib/systemd/system', '/var/lib', '/var/lib/dpkg/info', '/']
  const contents = await Promise.all(files.map(async (file) => digest(await readFile(file, 'utf8'))))
  const names = await Promise.all(folders.map(async (folder) => (await readdir(folder).catch(() => [])).sort()))
  const mounts = (await readFile('/proc/self/mountinfo', 'utf8'))
    .split('\n')
    .filter((line) => line.includes(host.directories.temp))
  return { contents, names, mounts }
}

function digest(text: string): string {
  return createHash('sha256').update(text).digest('hex')
}

const config = '/etc/demo.conf'
const program = '/usr/bin/demo'
const daemon = (version: string): RealPackage => ({
  version,
  fields: 'Depends: adduser\n',
  files: { [program]: greeter(version), [config]: 'greeting=hello\n' },
  config: [config],
  scripts: { postinst: 'adduser --system --group --no-create-home demo-user\ngetent passwd demo-user > /dev/null' },
})

describe('a deb that depends on its distribution', () => {
  test('is installed with its scripts, upgraded, downgraded and purged, and the administrator keeps what was changed', async () => {
    const files = { [program]: greeter('1.1.0') }
    const [result] = await install('deb', [daemon('1.0.0'), daemon('1.1.0')], { files })
    expect(result?.evidence).toMatch(
      /^`apt-get install demo=1\.1\.0-1\.1` resolved against this machine's [^;]+ and installed in (an overlay of this machine's [^;]+|a root made by mmdebstrap); \/usr\/bin\/demo has sha256 [0-9a-f]{64}$/,
    )
    expect(result?.state).toBe('passed')
    expect(result?.details?.filter((line) => !/^(resolved|installed what)/.test(line))).toEqual([
      'installed demo 1.1.0-1.1, and its scripts ran',
      `/usr/bin/demo has sha256 ${digest(greeter('1.1.0'))}`,
      '`/usr/bin/demo --version` says 1.1.0',
      'downgraded it to 1.0.0-1.1',
      'changed /etc/demo.conf by hand',
      'upgraded it to 1.1.0-1.1',
      '/etc/demo.conf kept the change',
      'removed it',
      'purged it',
      'nothing of it is left',
    ])
  }, 120_000)

  test('is installed with others of its repository, and its unit is enabled and disabled', async () => {
    const data = { name: 'demo-data', version: '1.0.0', files: { '/usr/share/demo/data': 'x\n' } }
    const when = (command: string) => `if [ -x /usr/bin/systemctl ]; then systemctl --no-reload ${command} demo.service; fi`
    const demo: RealPackage = {
      version: '1.0.0',
      fields: 'Depends: demo-data (= 1.0.0-1.1)\n',
      files: {
        '/usr/share/demo/more': 'y\n',
        '/lib/systemd/system/demo.service': '[Service]\nExecStart=/bin/true\n[Install]\nWantedBy=multi-user.target\n',
      },
      scripts: { postinst: when('preset'), prerm: `[ "$1" != remove ] || ${when('disable')}` },
    }
    const [result] = await install('deb', [data, demo])
    expect(result?.state).toBe('passed')
    expect(result?.details?.slice(1)).toEqual([
      'installed what it needs beside the base: demo-data 1.0.0-1.1',
      'installed demo 1.0.0-1.1, and its scripts ran',
      'no file was stated to compare',
      'removed it',
      'purged it',
      'nothing of it is left',
      'no upgrade was tried: the repository has no older demo',
    ])
  }, 120_000)

  test('fails when it cannot be resolved, with the sentence of apt', async () => {
    const [result] = await install('deb', [{ version: '1.0.0', fields: 'Depends: demo-that-nobody-has (>= 2)\n' }])
    expect(result).toMatchObject({
      state: 'failed',
      evidence:
        '`apt-get install demo=1.0.0-1.1` failed: demo : Depends: demo-that-nobody-has (>= 2) but it is not installable; E: Unable to correct problems, you have held broken packages.',
    })
  }, 60_000)

  test('fails when its script fails, with what the script says', async () => {
    const [result] = await install('deb', [{ version: '1.0.0', scripts: { postinst: 'echo no luck >&2; exit 3' } }])
    expect(result?.state).toBe('failed')
    expect(result?.evidence).toMatch(
      /^`apt-get install demo=1\.0\.0-1\.1` failed: .*post-installation script subprocess returned error exit status 3/,
    )
  }, 60_000)

  test('fails when a purge leaves something behind', async () => {
    const scripts = { postinst: 'mkdir -p /var/lib/demo/cache; touch /var/lib/demo/state /var/log/demo.log' }
    const [result] = await install('deb', [{ version: '1.0.0', scripts }])
    expect(result).toMatchObject({
      state: 'failed',
      evidence:
        '`apt-get purge demo` leaves /var/lib/demo: let its postrm remove them when it is called with purge, as `purge: true` of a directory does',
    })
  }, 60_000)

  test('fails when its program says another version', async () => {
    const files = { [program]: greeter('0.9.0') }
    const [result] = await install('deb', [{ version: '1.0.0', files }], { files })
    expect(result).toMatchObject({
      state: 'failed',
      evidence: '`/usr/bin/demo --version` says 0.9.0, not 1.0.0: build that version',
    })
  }, 60_000)

  test('is known on a foreign architecture by its scripts, which are those that ran here', async () => {
    const results = await install('deb', [daemon('1.0.0'), { ...daemon('1.0.0'), architecture: 'aarch64' }])
    expect(results.map(({ state }) => state)).toEqual(['passed', 'passed'])
    expect(results[1]?.evidence).toMatch(
      /installed without scripts \(they are those of the package for this machine, which ran\), because this machine does not run programs for arm64; no file was stated to compare$/,
    )
  }, 120_000)

  test('is unproved on a foreign architecture when its scripts ran nowhere', async () => {
    const [result] = await install('deb', [{ ...daemon('1.0.0'), architecture: 'aarch64' }])
    expect(result?.state).toBe('unproved')
  }, 120_000)
})

const service = (version: string): RealPackage => ({
  version,
  fields: 'Requires: socat >= 1.7\nRequires(pre): shadow\n',
  files: { [program]: greeter(version), [config]: 'greeting=hello\n' },
  config: [config],
  scripts: {
    pre: 'getent passwd demo-user > /dev/null || useradd --system demo-user',
    post: 'systemctl preset demo.service\ngrep -q ^demo-user: /etc/passwd',
  },
})
const base = { kind: 'provides', provides: ['socat = 1.7.4', 'shadow'] } as const

describe('an rpm that requires its distribution', () => {
  test('is installed into an assumed one with its scripts, upgraded, downgraded and erased', async () => {
    const files = { [program]: greeter('1.1.0') }
    const [result] = await install('rpm', [service('1.0.0'), service('1.1.0')], { base, files })
    expect(result?.evidence).toBe(
      `\`dnf install demo-1.1.0-1.1.x86_64\` resolved against an assumed base and installed in a root of that base; /usr/bin/demo has sha256 ${digest(greeter('1.1.0'))}`,
    )
    expect(result?.state).toBe('passed')
    expect(result?.details).toEqual([
      'resolved against the repository and an assumed base that provides socat = 1.7.4, shadow',
      'installed its base and what it needs: assumed-base',
      'installed demo-1.1.0-1.1.x86_64, and its scripts ran',
      'its scripts called useradd --system demo-user, systemctl preset demo.service',
      `/usr/bin/demo has sha256 ${digest(greeter('1.1.0'))}`,
      '`/usr/bin/demo --version` says 1.1.0',
      'downgraded it to 1.0.0-1.1',
      'changed /etc/demo.conf by hand',
      'upgraded it to 1.1.0-1.1',
      '/etc/demo.conf kept the change',
      'erased it',
      'nothing of it is left',
    ])
  }, 60_000)

  test('fails when the distribution does not provide it, with the sentence of dnf', async () => {
    const [result] = await install('rpm', [service('1.0.0')])
    expect(result?.state).toBe('failed')
    expect(result?.evidence).toMatch(
      /^`dnf install demo-1\.0\.0-1\.1\.x86_64` failed: .*nothing provides socat >= 1\.7 needed by demo-1\.0\.0-1\.1\.x86_64/,
    )
  }, 60_000)

  test('fails when its script fails, with the sentence of rpm', async () => {
    const [result] = await install('rpm', [{ version: '1.0.0', scripts: { pre: 'exit 3' } }])
    expect(result?.state).toBe('failed')
    expect(result?.evidence).toMatch(
      /^`dnf install demo-1\.0\.0-1\.1\.x86_64` failed: .*%prein\(demo-1\.0\.0-1\.1\.x86_64\) scriptlet failed, exit status 3/,
    )
  }, 60_000)

  test('is known on a foreign architecture by its scripts, which are those that ran here', async () => {
    const results = await install('rpm', [service('1.0.0'), { ...service('1.0.0'), architecture: 'aarch64' }], { base })
    expect(results.map(({ state }) => state)).toEqual(['passed', 'passed'])
    expect(results[1]?.evidence).toMatch(
      / and installed without scripts \(they are those of the package for this machine, which ran\), /,
    )
  }, 60_000)
})
