import { chmod, mkdir, readFile, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, expect, test } from '@jest/globals'
import { parse } from 'yaml'
import { parseInputs } from '../../src/declaration/parse.js'
import { init } from '../../src/operations/init.js'
import { testHost, type TestHost } from '../support/host.js'

let host: TestHost

beforeEach(async () => {
  host = await testHost()
})
afterEach(() => host.remove())

async function write(files: Readonly<Record<string, string>>): Promise<void> {
  for (const [name, text] of Object.entries(files)) {
    const file = join(host.directories.work, name)
    await mkdir(dirname(file), { recursive: true })
    await writeFile(file, text)
  }
}

/** Runs init; its outputs, and what it failed with. */
async function run(inputs: Readonly<Record<string, string>> = {}) {
  const outputs: Record<string, unknown> = {}
  const failure = await init
    .run({
      inputs: parseInputs(init.inputs, inputs),
      host,
      saveState: () => undefined,
      set: (known) => Object.assign(outputs, known),
    })
    .then(
      () => undefined,
      (error: unknown) => String(error),
    )
  return { outputs, failure }
}

async function written(name = 'packages.yaml'): Promise<{ text: string; config: { packages: Record<string, unknown> } }> {
  const text = await readFile(join(host.directories.work, name), 'utf8')
  return { text, config: parse(text) as { packages: Record<string, unknown> } } // the shape is what the tests are about
}

const nfpm = `name: collector
arch: \${GOARCH}
version: \${VERSION}
maintainer: Acme <dev@acme.example>
description: |
  Collects things.
  And more of them.
vendor: Acme
homepage: https://acme.example/
license: Apache-2.0
depends: [bash, 'libc6 (>= 2.31)']
conflicts: [collector-old (<< 2.0)]
provides: ["collector-api (= \${VERSION})"]
contents:
  - { src: './dist/linux_\${GOARCH}/collector', dst: /usr/bin/collector }
  - { src: pkg/tool.sh, dst: /usr/bin/tool }
  - { src: pkg/collector.conf, dst: /etc/collector.conf, type: config|noreplace, file_info: { mode: 0640, group: daemon } }
  - { src: pkg/collector.service, dst: /usr/lib/systemd/system/collector.service, packager: rpm }
  - { src: pkg/collector.service, dst: /lib/systemd/system/collector.service, packager: deb }
  - { src: pkg/x, dst: /etc/apk/x, packager: apk }
  - { dst: /var/lib/collector, type: dir, file_info: { mode: 0750 } }
  - { src: /usr/bin/collector, dst: /usr/bin/coll, type: symlink }
overrides:
  rpm: { depends: [bash, glibc >= 2.31] }
`

test('an nfpm.yaml becomes a config that says the same, with a remark for what it cannot say', async () => {
  await write({ 'nfpm.yaml': nfpm, 'pkg/tool.sh': '#!/bin/sh\n', 'pkg/collector.conf': 'x', 'pkg/collector.service': '[Unit]' })
  await chmod(join(host.directories.work, 'pkg/tool.sh'), 0o755)
  expect(await run()).toEqual({
    failure: undefined,
    outputs: {
      config: join(host.directories.work, 'packages.yaml'),
      notes: [{ package: 'collector', where: '', note: 'vendor was left out: OBS puts its own vendor into rpms.' }],
    },
  })
  const { text, config } = await written()
  expect(config.packages['collector']).toEqual({
    summary: 'Collects things',
    description: 'Collects things.\nAnd more of them.',
    license: 'Apache-2.0',
    maintainer: 'Acme <dev@acme.example>',
    url: 'https://acme.example/',
    source: { folder: 'dist/linux_{goarch}' },
    requires: {
      bash: 'any',
      libc6: { version: '>= 2.31', formats: ['deb'] },
      glibc: { version: '>= 2.31', formats: ['rpm'] },
    },
    conflicts: { 'collector-old': '< 2.0' },
    provides: { 'collector-api': '= {package-version}' },
    files: {
      '/usr/bin/collector': { binary: 'collector' },
      '/usr/bin/tool': { file: 'pkg/tool.sh', mode: '0755' },
      '/etc/collector.conf': { file: 'pkg/collector.conf', mode: '0640', group: 'daemon', config: true },
      '{unitdir}/collector.service': { file: 'pkg/collector.service' },
      '/var/lib/collector': { directory: true, mode: '0750' },
      '/usr/bin/coll': { link: '/usr/bin/collector' },
    },
  })
  expect(text).toContain('  # vendor was left out: OBS puts its own vendor into rpms.\n  collector:')
})

const goreleaser = `project_name: lens
builds:
  - goos: [linux, windows]
    goarch: [amd64, arm64, arm]
    goarm: ['6', '7']
    ignore: [{ goos: linux, goarch: arm64 }]
archives:
  - name_template: '{{ .ProjectName }}-{{ .Os }}-{{ .Arch }}{{ with .Arm }}v{{ . }}{{ end }}'
    wrap_in_directory: true
nfpms:
  - maintainer: Jane <jane@example.org>
    description: Looks at things.
    license: MIT
    homepage: https://lens.example/
    formats: [deb, rpm, apk]
    dependencies: [git]
`

test('the nfpms of a .goreleaser.yaml become packages whose programs come from the archives of the release', async () => {
  await write({ '.goreleaser.yaml': goreleaser })
  await host.exec('git', ['init', '-q', '.'], { cwd: host.directories.work })
  await host.exec('git', ['remote', 'add', 'origin', 'git@github.com:acme/lens.git'], { cwd: host.directories.work })
  expect(await run()).toMatchObject({ failure: undefined, outputs: { notes: [] } })
  const { config } = await written()
  const releases = 'https://github.com/acme/lens/releases/download/v{version}'
  expect(config.packages['lens']).toEqual({
    summary: 'Looks at things',
    description: 'Looks at things.',
    license: 'MIT',
    maintainer: 'Jane <jane@example.org>',
    url: 'https://lens.example/',
    requires: { git: 'any' },
    source: {
      url: { x86_64: `${releases}/lens-linux-amd64.tar.gz`, armv7l: `${releases}/lens-linux-armv7.tar.gz` },
      archive: { strip: 1 },
      sha256: `${releases}/lens_{version}_checksums.txt`,
    },
    files: { '/usr/bin/lens': { binary: 'lens' } },
  })
})

const spec = `%global greeting hello
Name: greeter
Version: 1.2.3
Release: 1
Summary: Greets
License: MIT
URL: https://example.org/
Requires: bash >= 4, (ssh if sshd)
Requires(post): systemd
%description
Greets people.
%package devel
Summary: Headers
Requires: %{name} = %{version}
%description devel
Headers to greet with.
%post
%systemd_post greeter.service
echo %{greeting} $1
%postun
%systemd_postun_with_restart greeter.service
%files
%license LICENSE
%{_sbindir}/greeterd
%{_unitdir}/greeter.service
%dir %attr(0750,greeter,greeter) /var/lib/greeter
%config(noreplace) %attr(0640,root,greeter) /etc/greeter.conf
%files devel
/usr/include/greeter.h
%changelog
* Thu Jan 01 2026 Jane <jane@example.org> - 1.2.3-1
- First
`

test('a spec is read by rpmspec, which is said before, and becomes a package for each of its own', async () => {
  await write({ 'greeter.spec': spec, LICENSE: 'MIT License' })
  expect((await run()).failure).toBeUndefined()
  expect(host.lines[0]).toBe(
    `info: rpmspec reads ${join(host.directories.work, 'greeter.spec')}, and runs what its macros say to run.`,
  )
  const { packages } = (await written()).config
  expect(packages['greeter']).toMatchObject({
    summary: 'Greets',
    'license-file': 'LICENSE',
    source: { folder: 'build/{goarch}' },
    requires: { bash: '>= 4', '(ssh if sshd)': { formats: ['rpm'] } },
    'requires-post': { systemd: 'any' },
    files: {
      '/usr/sbin/greeterd': { binary: 'greeterd' },
      '/var/lib/greeter': { directory: true, mode: '0750', owner: 'greeter', group: 'greeter' },
      '/etc/greeter.conf': { member: 'greeter.conf', mode: '0640', group: 'greeter', config: true },
    },
    units: { 'greeter.service': { member: 'greeter.service', restart: true } },
    scripts: { post: 'echo hello $1\n' },
    changelog: { file: 'greeter.spec' },
  })
  expect(packages['greeter-devel']).toMatchObject({
    requires: { greeter: '= {package-version}' },
    files: { '/usr/include/greeter.h': { member: 'greeter.h' } },
  })
})

test('programs in folders of architectures become one package', async () => {
  await write({
    'build/amd64/tool': 'x',
    'build/arm64/tool': 'x',
    'build/amd64/extra': 'x',
    LICENSE: 'MIT License',
    'build/amd64/README': 'no program',
  })
  for (const name of ['amd64/tool', 'arm64/tool', 'amd64/extra']) await chmod(join(host.directories.work, 'build', name), 0o755)
  const { outputs, failure } = await run()
  expect(failure).toBeUndefined()
  expect(outputs['notes']).toContainEqual({
    package: expect.any(String),
    where: 'files./usr/bin/extra',
    note: 'It is missing for arm64.',
  })
  const [described] = Object.values((await written()).config.packages)
  expect(described).toMatchObject({
    license: 'MIT',
    source: { folder: 'build/{goarch}' },
    files: { '/usr/bin/extra': { binary: 'extra' }, '/usr/bin/tool': { binary: 'tool' } },
  })
})

test('a config that is there is kept, and check tells how it differs without writing', async () => {
  await write({ 'nfpm.yaml': nfpm })
  await run()
  expect((await run({ check: 'true' })).failure).toBeUndefined()
  expect((await run()).failure).toBeUndefined()
  const { text } = await written()
  await write({ 'packages.yaml': text.replace('Collects things\n', 'Gathers things\n') })
  const { failure } = await run({ check: 'true' })
  expect(failure).toContain('-    summary: Gathers things\n+    summary: Collects things\n')
  expect((await run()).failure).toContain('packages.yaml is there already and is kept')
  expect((await written()).text).toContain('Gathers things')
})

test('paths are written from where the config lies', async () => {
  await write({ 'nfpm.yaml': nfpm })
  await mkdir(join(host.directories.work, 'packaging'))
  await run({ output: 'packaging/packages.yaml' })
  const { config } = await written('packaging/packages.yaml')
  expect(config.packages['collector']).toMatchObject({
    source: { folder: '../dist/linux_{goarch}' },
    files: { '/etc/collector.conf': { file: '../pkg/collector.conf' }, '/usr/bin/coll': { link: '/usr/bin/collector' } },
  })
})

test.each([
  [{}, {}, 'There is no nfpm.yaml, .goreleaser.yaml, spec or folder of programs'],
  [{ 'nfpm.yaml': 'name: a', 'a.spec': 'Name: a' }, {}, 'There are a.spec, nfpm.yaml; say by the input `from`'],
  [{ 'nfpm.yaml': 'name: [a' }, {}, 'nfpm.yaml:1:9: is no YAML'],
  [{ 'nfpm.yaml': '' }, {}, 'nfpm.yaml: describes no package.'],
  [{ 'a.spec': 'Name: a\n%if' }, {}, 'rpmspec cannot read'],
  [{ 'build/notes.txt': 'x' }, {}, 'holds no programs'],
  [{}, { from: 'absent.yaml' }, 'absent.yaml'],
] as const)('what cannot be read is told: %j %j', async (files, inputs, message) => {
  await write(files)
  expect((await run(inputs)).failure).toContain(message)
})
