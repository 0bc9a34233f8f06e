import { afterEach, expect, test } from '@jest/globals'
import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import type { Built } from '../../src/local-build/job.js'
import { testHost, type TestHost } from '../support/host.js'
import { build } from '../local-build/workshop.js'
import { prepareExample } from './fake-binaries.js'

let host: TestHost | undefined
afterEach(() => host?.remove())

/** Builds an example for one architecture, in both formats or as some builders have it. */
async function buildExample(name: string, version: string, builders = ''): Promise<readonly Built[]> {
  host = await testHost()
  const config = resolve(name)
  const { binaries } = await prepareExample(config, version, host)
  const { built, failure } = await build(host, { config, version, binaries, builders, architectures: 'aarch64' })
  expect(failure).toBeUndefined()
  return built
}

/** The paths of the files in a package, directories left out, and those of LICENSE and README.md. */
function listPayload({ file, format }: Built): string[] {
  const command =
    format === 'deb' ? ['dpkg-deb', '--contents', file] : ['rpm', '-qp', '--qf', '[%{FILEMODES:perms} %{FILENAMES}\n]', file]
  const [program = '', ...args] = command
  const lines = execFileSync(program, args, { encoding: 'utf8' }).trim().split('\n')
  return lines
    .filter((line) => !line.startsWith('d'))
    .map((line) => line.replace(/ -> .*/, '').replace(/^.*? \.?(\/\S+)$/, '$1'))
    .filter((path) => !/^\/usr\/share\/(?:doc|licenses|lintian)\//.test(path))
    .toSorted()
}

const payloads = (built: readonly Built[]) => built.map((each) => [`${each.package} ${each.format}`, listPayload(each)] as const)

test.each([
  ['examples/one-binary/packages.yaml', 'v1.2.3', ['hello deb', 'hello rpm']],
  ['examples/every-machine/packages.yaml', 'v1.2.0', ['greeter-phrases deb', 'greeter-phrases rpm']],
  ['examples/rehearsal/packages.yaml', 'v1.1.5', ['runc deb', 'runc rpm']],
  [
    'examples/vendor-fork/packages.yaml',
    'v1.32.1',
    ['kubectl', 'kubeadm', 'kubelet', 'cri-tools'].flatMap((name) => [`${name} deb`, `${name} rpm`]),
  ],
])('%s becomes packages', async (config, version, names) => {
  expect((await buildExample(config, version)).map((each) => `${each.package} ${each.format}`)).toEqual(names)
})

test('the daemon has its files, the unit and the configuration where each format has them', async () => {
  const common = [
    '/etc/greeter/greeter.conf',
    '/usr/bin/greet',
    '/usr/bin/hi',
    '/usr/sbin/greeterd',
    '/usr/share/bash-completion/completions/greet',
    '/usr/share/man/man8/greeterd.8.gz',
    '/usr/lib/sysusers.d/greeter.conf',
    '/usr/lib/tmpfiles.d/greeter.conf',
  ]
  expect(payloads(await buildExample('examples/daemon/packages.yaml', 'v1.2.0'))).toEqual([
    ['greeter deb', [...common, '/etc/default/greeter', '/lib/systemd/system/greeter.service'].toSorted()],
    ['greeter rpm', [...common, '/etc/sysconfig/greeter', '/usr/lib/systemd/system/greeter.service'].toSorted()],
  ])
})

test('the web console has whole trees, its pages, and what its format and architecture have', async () => {
  const built = await buildExample('examples/web-console/packages.yaml', 'console/v1.2.0')
  const files = [
    '/etc/console.conf',
    '/etc/console.d/large.conf',
    '/usr/bin/console',
    '/usr/share/bash-completion/completions/console.bash',
    ...['in/one', 'in/two'].map((path) => `/usr/share/console/themes/${path}`),
    ...['app.js', 'img/logo.svg', 'index.html'].map((path) => `/usr/share/console/web/${path}`),
    ...['con', 'one', 'two'].map((page) => `/usr/share/man/man1/${page}.1.gz`),
  ]
  expect(payloads(built)).toEqual([
    ['console deb', files],
    ['console rpm', [...files, '/var/lib/console.state']],
    ['console-agent deb', ['/usr/bin/console-agent']],
    ['console-agent rpm', ['/usr/bin/console-agent']],
  ])
})

test.each([
  ['opensuse', 'iproute2', 'console.conf'],
  ['fedora', 'iproute', 'console-fedora.conf'],
])('the web console is otherwise in %s: it requires %s and has %s', async (builder, required, conf) => {
  const [console] = await buildExample('examples/web-console/packages.yaml', 'console/v1.2.0', builder)
  const query = (what: string) => execFileSync('rpm', ['-qp', what, console?.file ?? ''], { encoding: 'utf8' }).split('\n')
  expect(query('--requires').filter((line) => line.startsWith('ip'))).toEqual([required])
  const digest = createHash('sha256')
    .update(readFileSync(`examples/web-console/${conf}`))
    .digest('hex')
  expect(query('--qf=[%{FILEDIGESTS} %{FILENAMES}\n]')).toContain(`${digest} /etc/console.conf`)
})

test('a hand-written spec is built as its author wrote it', async () => {
  const built = await buildExample('examples/hand-written-spec/packages.yaml', 'v2.0.0')
  const files = ['/etc/tally.conf', '/usr/bin/countd', '/usr/bin/tally']
  expect(payloads(built)).toEqual([
    ['tally deb', files],
    ['tally rpm', files],
  ])
})

test('the fork of the preset differs from it where its config says so, and nowhere else', async () => {
  const [, kubelet] = (await buildExample('examples/vendor-fork/packages.yaml', 'v1.32.1')).filter(
    (each) => each.package === 'kubelet',
  )
  const query = (what: string) =>
    execFileSync('rpm', ['-qp', what, kubelet?.file ?? ''], { encoding: 'utf8' })
      .trim()
      .split('\n')
  expect(query('--requires').filter((line) => !line.startsWith('rpmlib(') && line !== '/bin/sh')).toEqual([
    'iptables >= 1.4.21',
    'util-linux',
    'vendor-cni >= 2.0',
  ])
  expect(query('--qf=%{PACKAGER} %{SUMMARY}')).toEqual([
    'Vendor Packaging <packages@vendor.example> Node agent for Kubernetes clusters',
  ])
})

test('CRI-O has every file of its own packaging, the paths in its unit corrected for each format', async () => {
  const built = await buildExample('examples/cri-o/packages.yaml', 'v1.34.0')
  const [deb, rpm] = built.map(listPayload)
  expect(deb).toHaveLength(21)
  expect(
    rpm?.map((path) => path.replace('/usr/lib/systemd', '/lib/systemd').replace('/sysconfig/', '/default/')).toSorted(),
  ).toEqual(deb)
  const unit = execFileSync(
    'sh',
    ['-c', `dpkg-deb --fsys-tarfile ${built[0]?.file ?? ''} | tar xO ./lib/systemd/system/crio.service`],
    { encoding: 'utf8' },
  )
  expect(unit).toBe('contrib/crio.service of cri-o: /usr/bin /etc/default/crio\n')
})

test('a file that came with some version is in the packages from then on', async () => {
  const [deb] = await buildExample('examples/cri-o/packages.yaml', 'v1.33.5')
  expect(deb && listPayload(deb)).not.toContain('/usr/libexec/crio/crio-credential-provider')
})
