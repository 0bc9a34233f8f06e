import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from '@jest/globals'
import { readPackage } from '../../src/package/reader.js'
import { build } from '../local-build/workshop.js'
import { testHost, type TestHost } from '../support/host.js'
import { run, write, written } from './importer.js'

let host: TestHost

beforeEach(async () => {
  host = await testHost()
})
afterEach(() => host.remove())

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
  await write(host, { '.goreleaser.yaml': goreleaser, LICENSE: 'Do as you like.', 'README.md': '# Lens' })
  await host.exec('git', ['init', '-q', '.'], { cwd: host.directories.work })
  await host.exec('git', ['remote', 'add', 'origin', 'git@github.com:acme/lens.git'], { cwd: host.directories.work })
  expect(await run(host)).toMatchObject({ failure: undefined, outputs: { notes: [] } })
  const { config } = await written(host)
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

test('what goreleaser has otherwise for a format is otherwise, and is what the rpms find installed', async () => {
  const overrides = `    overrides:
      rpm: { dependencies: [git, shadow-utils >= 4.6, /bin/sh], recommends: [less], scripts: { postinstall: post.sh } }
      deb: { dependencies: [git, adduser], contents: [{ src: hello.conf, dst: /etc/hello.conf, type: config }] }
`
  await write(host, {
    '.goreleaser.yaml': goreleaser + overrides,
    LICENSE: 'MIT',
    'README.md': '# Lens',
    'post.sh': 'x',
    'hello.conf': 'y',
  })
  expect((await run(host)).failure).toBeUndefined()
  const { config, text } = await written(host)
  expect(config.packages['lens']).toMatchObject({
    requires: {
      git: 'any',
      adduser: { formats: ['deb'] },
      'shadow-utils': { version: '>= 4.6', formats: ['rpm'] },
    },
    recommends: { less: { formats: ['rpm'] } },
    files: { '/etc/hello.conf': { file: 'hello.conf', config: true, formats: ['deb'] } },
    scripts: { post: { rpm: { file: 'post.sh' } } },
  })
  expect(config).toMatchObject({ builders: { rpm: { base: { provides: ['git', 'shadow-utils = 4.6'] } } } })
  expect(text).toContain('# What the distribution has of what the packages require')
})

test('programs come from the repository that releases go to, which is perhaps another', async () => {
  const elsewhere = `${goreleaser}    priority: optional\nrelease: { github: { owner: acme, name: downloads } }\n`
  await write(host, { '.goreleaser.yaml': elsewhere, LICENSE: 'MIT', 'README.md': '# Lens' })
  const { outputs } = await run(host)
  expect(outputs['notes']).toEqual([])
  expect((await written(host)).config.packages['lens']).toMatchObject({
    source: { sha256: 'https://github.com/acme/downloads/releases/download/v{version}/lens_{version}_checksums.txt' },
  })
})

test('the next command is that of the newest tag, with the programs that goreleaser left', async () => {
  await write(host, { '.goreleaser.yaml': `${goreleaser}dist: out\n`, LICENSE: 'MIT', 'README.md': '# Lens' })
  const git = (...args: readonly string[]) =>
    host.exec('git', ['-c', 'user.name=J', '-c', 'user.email=j@example.org', ...args], { cwd: host.directories.work })
  await git('init', '-q', '.')
  await git('add', '.')
  await git('commit', '-qm', 'Lens')
  await git('tag', 'v1.4.0')
  const { outputs } = await run(host)
  expect(outputs).toMatchObject({ next: 'obs-publish build-packages --version v1.4.0 --binaries out' })
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
  await write(host, { 'greeter.spec': spec, LICENSE: 'MIT License' })
  expect((await run(host)).failure).toBeUndefined()
  expect(host.lines).toContain(
    `info: rpmspec reads ${join(host.directories.work, 'greeter.spec')}, and runs what its macros say to run.`,
  )
  const { packages } = (await written(host)).config
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

test('a project among others keeps the tags that it has, and is found under them', async () => {
  const among = goreleaser.replace(/ {2}- name_template.*\n.*\n/, "  - name_template: '{{ .PrefixedTag }}-{{ .Arch }}'\n")
  await write(host, { '.goreleaser.yaml': `${among}monorepo: { tag_prefix: '{{ .ProjectName }}/', dir: lens }\n` })
  await host.exec('git', ['init', '-q', '.'], { cwd: host.directories.work })
  await host.exec('git', ['remote', 'add', 'origin', 'git@github.com:acme/tools.git'], { cwd: host.directories.work })
  expect((await run(host)).failure).toBeUndefined()
  const { config } = await written(host)
  expect(config).toMatchObject({ tag: 'lens/{version}' })
  const release = 'https://github.com/acme/tools/releases/download/lens/v{version}'
  expect(config.packages['lens']).toMatchObject({
    source: {
      url: `${release}/lens/v{version}-{goarch}.tar.gz`,
      sha256: `${release}/lens_{version}_checksums.txt`,
    },
  })
})

test('a meta package has no programs, requires others, and is built', async () => {
  const meta = `${goreleaser}  - { package_name: lens-all, meta: true, maintainer: Jane <jane@example.org>, description: All., license: MIT, homepage: 'https://lens.example/', dependencies: [lens, git] }\n`
  await write(host, { '.goreleaser.yaml': meta, LICENSE: 'Do as you like.', 'README.md': '# Lens' })
  expect((await run(host)).failure).toBeUndefined()
  const { config } = await written(host)
  expect(config.packages['lens-all']).toEqual({
    summary: 'All',
    description: 'All.',
    license: 'MIT',
    maintainer: 'Jane <jane@example.org>',
    url: 'https://lens.example/',
    requires: { lens: 'any', git: 'any' },
    architectures: ['noarch'],
  })
  const { built, failure } = await build(host, { version: '1.2.3', packages: 'lens-all' })
  expect(failure).toBeUndefined()
  const found = await Promise.all(built.map(({ file }) => readPackage(file, host)))
  expect(found.map(({ architecture, relations }) => [architecture, relations['depends'] ?? relations['requires']])).toEqual([
    ['noarch', ['git', 'lens']],
    ['noarch', ['git', 'lens']],
  ])
})

test('triggers of a spec are remarks where its scripts are', async () => {
  const triggers = `%triggerin -- bash
echo %{greeting}
%transfiletriggerin -n greeter-devel -P 5 -- /usr/include
echo $1
%verifyscript
true
`
  await write(host, { 'greeter.spec': spec.replace('%files\n', `${triggers}%files\n`), LICENSE: 'MIT License' })
  const { outputs } = await run(host)
  const left = (head: string) =>
    `${head} was left out: it is rpm's alone, and packages.yaml has nothing like it; do it in one of the scripts, or keep the spec by \`spec\`.`
  expect(outputs['notes']).toEqual(
    expect.arrayContaining([
      { package: 'greeter', where: 'scripts', note: left('%triggerin -- bash') },
      { package: 'greeter', where: 'scripts', note: left('%verifyscript') },
      { package: 'greeter-devel', where: 'scripts', note: left('%transfiletriggerin -n greeter-devel -P 5 -- /usr/include') },
    ]),
  )
  const { text, config } = await written(host)
  expect(text).toMatch(/# %triggerin -- bash was left out: .*\n.*%verifyscript was .*\n(?:.*#.*\n)* {4}scripts:\n/)
  expect(config.packages['greeter']).toMatchObject({ files: { '/usr/sbin/greeterd': { binary: 'greeterd' } } })
})
