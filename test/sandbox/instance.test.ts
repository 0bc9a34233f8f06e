import { describe, expect, test } from '@jest/globals'
import { UserError } from '../../src/error.js'
import { statFields } from '../../src/host/process.js'
import { obsSandbox } from '../../src/operations/obs-sandbox.js'
import { findArchitecture } from '../../src/architecture.js'
import { renderBackendConfig } from '../../src/sandbox/backend-config.js'
import { readSummary } from '../../src/sandbox/backend.js'
import { layOut } from '../../src/sandbox/layout.js'
import { renderBaseConfig, renderDistributionConfig } from '../../src/sandbox/project-config.js'
import { groupByProject, renderProject } from '../../src/sandbox/project-xml.js'
import { checkOptions } from '../../src/sandbox/requirements.js'
import { startSandbox, stopSandbox } from '../../src/sandbox/sandbox.js'
import { testHost } from '../support/host.js'

function architecture(name: string) {
  const found = findArchitecture(name)
  if (found === undefined) throw new Error(name)
  return found
}

const options = { directory: '/srv/sandbox', port: 0, architectures: ['x86_64'], workers: 2, distributions: [], ancestors: [] }

describe('options', () => {
  test('that can be met have no problem', () => {
    expect(checkOptions(options)).toEqual([])
  })
  test.each([
    [{ directory: 'here' }, "The sandbox's directory must be an absolute path, not 'here'"],
    [
      { directory: '/with space' },
      "The sandbox's directory '/with space' has characters other than letters, digits and . _ / + -; choose another path",
    ],
    [
      { directory: `/${'a'.repeat(70)}` },
      `The sandbox's directory '/${'a'.repeat(70)}' is longer than 70 characters; choose a shorter path`,
    ],
    [{ port: 70_000 }, '70000 is no TCP port; give 0 to 65535'],
    [{ workers: 0 }, '0 workers cannot be started; give 1 to 32'],
    [{ architectures: [] }, 'The sandbox needs at least one architecture'],
    [
      { architectures: ['arm64'] },
      "The sandbox cannot build for 'arm64'; it knows x86_64, aarch64, armv7l, ppc64le, s390x, i586, riscv64",
    ],
    [
      { distributions: [{ project: 'Sandbox:Debian:12', repository: 'x', format: 'deb' as const }] },
      "The project Sandbox:Debian:12 is the sandbox's own build root; give the distribution another name",
    ],
  ])('%j are refused', (change, message) => {
    expect(checkOptions({ ...options, ...change })).toEqual([{ message }])
  })

  test('of the operation have the same limit of workers', () => {
    const { workers } = obsSandbox.inputs
    expect(checkOptions({ ...options, workers: workers.parse('32') })).toEqual([])
    expect(() => workers.parse('33')).toThrow('must be a whole number from 1 to 32, not "33"')
  })

  test('are all judged at once', async () => {
    const host = await testHost()
    const started = startSandbox({ ...options, directory: 'here', workers: 0 }, host)
    await expect(started).rejects.toThrow(UserError)
    await expect(started).rejects.toMatchObject({ problems: [{}, {}] })
    await host.remove()
  })
})

test('missing Debian packages are named with the command that installs them', async () => {
  const everything = 'obs-server obs-build createrepo-c dpkg-dev gnupg rpm cpio'.split(' ').map((name) => `${name} installed\n`)
  const host = await testHost({ exec: () => Promise.resolve({ code: 1, stdout: everything.join(''), stderr: '' }) })
  const started = startSandbox(options, host)
  const expected =
    process.getuid?.() === 0
      ? 'The sandbox needs Debian packages that are not installed: obs-worker; run: apt-get update && apt-get install -y --no-install-recommends obs-worker'
      : 'The sandbox needs root for its build environments (chroot, mount); run it with sudo or in a container as root'
  await expect(started).rejects.toThrow(expected)
  await host.remove()
})

test('a folder without a sandbox is stopped already', async () => {
  const host = await testHost()
  expect(await stopSandbox(host.directories.temp, host)).toEqual({ stopped: false })
  await host.remove()
})

test("OBS's settings admit this machine alone and know the instance's ports", () => {
  const ports = { source: 20_001, repository: 20_002, gateway: 20_003 }
  const text = renderBackendConfig(layOut('/srv/sandbox'), { ports, architectures: ['x86_64', 's390x'] })
  expect(text).toContain("our $ipaccess = { '^127\\..*' => 'rw,worker' };\n")
  expect(text).toContain(
    "our $srcserver = 'http://127.0.0.1:20001';\nour $reposerver = 'http://127.0.0.1:20002';\nour $bsdir = '/srv/sandbox/srv';\n",
  )
  expect(text).toContain('our $schedulerarchs = [ qw(x86_64 s390x) ];\n')
  expect(text).toContain('$Build::Features::preinstallimage = 1;')
})

describe('projects', () => {
  const native = architecture('x86_64')
  const architectures = ['x86_64', 'aarch64', 'armv7l'].map(architecture)

  test('a distribution lies on the build root and is not published', () => {
    expect(renderProject('Ubuntu:20.04', ['universe'], ['x86_64', 'aarch64'])).toBe(
      `<project name="Ubuntu:20.04"><title>Ubuntu:20.04</title><description>Base distribution of the sandbox</description>
<publish><disable/></publish><repository name="universe"><path project="Sandbox:Debian:12" repository="standard"/><arch>x86_64</arch><arch>aarch64</arch></repository></project>
`,
    )
  })

  test('the repositories of one project come together, each once', () => {
    const one = { project: 'SLE', repository: 'a', format: 'rpm' } as const
    const other = { project: 'SLE', repository: 'b', format: 'deb' } as const
    expect([...groupByProject([one, other, one])]).toEqual([['SLE', [one, other]]])
  })

  test('each format brings what it inherits to its own repository alone', () => {
    const distributions = [
      { project: 'X', repository: 'd', format: 'deb' },
      { project: 'X', repository: 'r', format: 'rpm' },
    ] as const
    expect(renderDistributionConfig(distributions, architectures, native)).toBe(`%if "%_repository" == "d"
Repotype: debian
Macros:
%_vendor debbuild
:Macros
%ifarch aarch64
Macros:
%_arch arm64
:Macros
%endif
%ifarch armv7l
Macros:
%_arch armhf
:Macros
%endif
%endif
%if "%_repository" == "r"
Repotype: rpm-md
%ifarch aarch64
Target: aarch64-linux
%endif
%ifarch armv7l
Target: armv7hl-linux
%endif
%endif
`)
  })

  test('foreign architectures are built by this machine', () => {
    expect(renderBaseConfig(native)).toContain('%ifnarch x86_64\nHostarch: x86_64\n%endif\n')
    expect(renderBaseConfig(architecture('aarch64'))).toContain('%ifnarch aarch64\nHostarch: aarch64\n%endif\n')
  })
})

test('the state of a process is read whatever its name', () => {
  expect(statFields('12 (a) b) (c) S 1 12 12 0 -1').slice(0, 3)).toEqual(['S', '1', '12'])
})

test("the backend's words are read from its answer", () => {
  expect(readSummary('<status code="404">\n  <summary>nothing &lt;here&gt; &amp; there</summary>\n</status>')).toBe(
    'nothing <here> & there',
  )
  expect(readSummary('plain text\n')).toBe('plain text')
})
