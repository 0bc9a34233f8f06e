import { chmod, mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from '@jest/globals'
import { testHost, type TestHost } from '../support/host.js'
import { run, write, written } from './importer.js'

let host: TestHost

beforeEach(async () => {
  host = await testHost()
})
afterEach(() => host.remove())

/** What every package ships. */
const texts = { LICENSE: 'Do as you like.', 'README.md': '# It' }

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
  await write(host, texts)
  await write(host, {
    'nfpm.yaml': nfpm,
    'pkg/tool.sh': '#!/bin/sh\n',
    'pkg/collector.conf': 'x',
    'pkg/collector.service': '[Unit]',
  })
  await chmod(join(host.directories.work, 'pkg/tool.sh'), 0o755)
  expect(await run(host)).toEqual({
    failure: undefined,
    outputs: {
      config: join(host.directories.work, 'packages.yaml'),
      next: 'obs-publish build-packages --version 1.0.0',
      notes: [{ package: 'collector', where: '', note: 'vendor was left out: OBS puts its own vendor into rpms.' }],
    },
  })
  const { text, config } = await written(host)
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

test('what formats have otherwise at one path is a list of both', async () => {
  const contents = ['deb', 'rpm'].map((each) => `  - { src: pkg/env.${each}, dst: /etc/env, packager: ${each} }`).join('\n')
  await write(host, {
    ...texts,
    'nfpm.yaml': `name: two\nlicense: MIT\ncontents:\n${contents}\n`,
    'pkg/env.deb': 'd',
    'pkg/env.rpm': 'r',
  })
  expect((await run(host)).failure).toBeUndefined()
  expect((await written(host)).config.packages['two']).toMatchObject({
    files: {
      '/etc/env': [
        { file: 'pkg/env.deb', formats: ['deb'] },
        { file: 'pkg/env.rpm', formats: ['rpm'] },
      ],
    },
  })
})

test("a folder that bears the package's name and holds files of it is the package's", async () => {
  const contents = ['/etc/collector/a.conf', '/etc/other/b.conf', '/var/lib/collector-two/c']
  const text = `name: collector\nlicense: MIT\ncontents:\n${contents.map((dst) => `  - { src: a, dst: ${dst} }\n`).join('')}`
  await write(host, { ...texts, a: 'x', 'nfpm.yaml': text })
  await run(host)
  expect((await written(host)).config.packages['collector']).toMatchObject({
    files: {
      '/etc/collector/a.conf': { file: 'a' },
      '/etc/other/b.conf': { file: 'a' },
      '/var/lib/collector-two/c': { file: 'a' },
      '/etc/collector': { directory: true },
    },
  })
  expect((await written(host)).text.match(/directory: true/g)).toHaveLength(1)
})

test('the licence and the readme are named as they are called here, and remarked when they are not there', async () => {
  await write(host, { 'nfpm.yaml': nfpm, COPYING: 'Do as you like.' })
  const { outputs } = await run(host)
  expect((await written(host)).config.packages['collector']).toMatchObject({ 'license-file': 'COPYING' })
  const note = 'There is no README.md yet, which packages hold: add one, or name it by readme.'
  expect(outputs['notes']).toContainEqual({ package: 'collector', where: 'readme', note })
})

test('programs in folders of architectures become one package', async () => {
  await write(host, {
    'build/amd64/tool': 'x',
    'build/arm64/tool': 'x',
    'build/amd64/extra': 'x',
    LICENSE: 'MIT License',
    'build/amd64/README': 'no program',
  })
  for (const name of ['amd64/tool', 'arm64/tool', 'amd64/extra']) await chmod(join(host.directories.work, 'build', name), 0o755)
  const { outputs, failure } = await run(host)
  expect(failure).toBeUndefined()
  expect(outputs['notes']).toContainEqual({
    package: expect.any(String),
    where: 'files./usr/bin/extra',
    note: 'It is missing for arm64.',
  })
  const [described] = Object.values((await written(host)).config.packages)
  expect(described).toMatchObject({
    license: 'MIT',
    source: { folder: 'build/{goarch}' },
    files: { '/usr/bin/extra': { binary: 'extra' }, '/usr/bin/tool': { binary: 'tool' } },
  })
})

test('a config that is there is kept, and check tells how it differs without writing', async () => {
  await write(host, { 'nfpm.yaml': nfpm })
  await run(host)
  expect((await run(host, { check: 'true' })).failure).toBeUndefined()
  expect((await run(host)).failure).toBeUndefined()
  const { text } = await written(host)
  await write(host, { 'packages.yaml': text.replace('Collects things\n', 'Gathers things\n') })
  const { failure } = await run(host, { check: 'true' })
  expect(failure).toContain('-    summary: Gathers things\n+    summary: Collects things\n')
  expect((await run(host)).failure).toContain('packages.yaml is there already and is kept')
  expect((await written(host)).text).toContain('Gathers things')
})

test('paths are written from where the config lies', async () => {
  await write(host, { 'nfpm.yaml': nfpm })
  await mkdir(join(host.directories.work, 'packaging'))
  await run(host, { output: 'packaging/packages.yaml' })
  const { config } = await written(host, 'packaging/packages.yaml')
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
  await write(host, files)
  expect((await run(host, inputs)).failure).toContain(message)
})
