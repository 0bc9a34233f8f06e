import { execFile } from 'node:child_process'
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, expect, test } from '@jest/globals'
import { hashFile } from '../../src/host/file.js'

const run = promisify(execFile)
const program = join(process.cwd(), 'src', 'sandbox', 'files', 'debbuild')

const spec = `Name: My_Tool
Version: 1.30.0~alpha.2
Release: 1.1
Summary: Does things
License: Apache-2.0
URL: https://example.org
Source: tool.tar.gz
Requires: base-files >= 1.0
Requires: Other_Lib < 2
Recommends: nice-to-have
Suggests: once-in-a-while
Conflicts: enemy = 1.0
Obsoletes: older-tool < 1
Provides: virtual-tool = 3
%if "%{_vendor}" == "debbuild"
Packager: Tool Authors <tool@example.org>
Group: admin
Breaks: plugin < 4
Pre-Depends: init-system-helpers
%else
Requires: only-on-rpm
%endif

%description
First paragraph.

Second paragraph.

%package doc
Summary: Documentation
Group: doc
BuildArch: noarch

%description doc
All about it.

%prep
%setup -q -n tool

%install
install -D -m 755 tool %{buildroot}%{_bindir}/tool
install -D -m 644 tool.conf %{buildroot}%{_sysconfdir}/tool/tool.conf
mkdir -p -m 700 %{buildroot}%{_localstatedir}/lib/tool

%post
echo configured

%preun
echo removed

%files
%{_bindir}/tool
%config(noreplace) %{_sysconfdir}/tool/tool.conf
%dir %attr(0700,root,root) %{_localstatedir}/lib/tool
%license LICENSE

%files doc
%doc README.md

%changelog
* Tue Jan 02 2024 Tool Authors <tool@example.org> - 1.30.0
- first
`

let folder: string

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'debbuild-test-'))
  await mkdir(join(folder, 'SOURCES'))
  await mkdir(join(folder, 'tool'))
  await writeFile(join(folder, 'tool', 'tool'), '#!/bin/sh\n', { mode: 0o755 })
  for (const name of ['tool.conf', 'LICENSE', 'README.md']) await writeFile(join(folder, 'tool', name), `${name}\n`)
  await run('tar', ['-czf', join(folder, 'SOURCES', 'tool.tar.gz'), '-C', folder, 'tool'])
  await writeFile(join(folder, 'tool.spec'), spec)
})

afterAll(async () => {
  await rm(folder, { recursive: true, force: true })
})

async function build(debs: string, more: readonly string[] = [], file = join(folder, 'tool.spec')): Promise<string> {
  const defines = [`_topdir ${folder}`, `_debdir ${join(folder, debs)}`, '_arch arm64', ...more].flatMap((define) => [
    '--define',
    define,
  ])
  const env = { ...process.env, HOME: folder, SOURCE_DATE_EPOCH: '1704164645' }
  await run(program, ['-bb', file, ...defines], { env })
  return join(folder, debs)
}

test('a spec becomes debs with the fields, scripts and files that debbuild writes', async () => {
  const debs = await build('one')
  const deb = join(debs, 'arm64', 'my-tool_1.30.0~alpha.2-1.1_arm64.deb')
  const control = (await run('dpkg-deb', ['-f', deb])).stdout
  expect(control.replace(/^Installed-Size: \d+\n/m, '')).toBe(`Package: my-tool
Version: 1.30.0~alpha.2-1.1
Section: admin
Priority: optional
Architecture: arm64
Maintainer: Tool Authors <tool@example.org>
Description: Does things
 First paragraph.
 .
 Second paragraph.
Homepage: https://example.org
Recommends: nice-to-have
Suggests: once-in-a-while
Breaks: plugin (<< 4)
Replaces: older-tool (<< 1)
Depends: base-files (>= 1.0),other-lib (<< 2)
Conflicts: enemy (= 1.0)
Provides: virtual-tool (= 3)
Pre-Depends: init-system-helpers
`)
  const listed = (await run('dpkg-deb', ['-c', deb])).stdout.trim().split('\n')
  const entries = listed
    .map((line) => line.replace(/ +\d+ (\S+) (\S+) /, ' $1 $2 '))
    .filter((line) => !line.endsWith('/') || line.includes('lib/tool'))
  expect(entries).toEqual([
    '-rw-r--r-- root/root 2024-01-02 03:04 ./etc/tool/tool.conf',
    '-rwxr-xr-x root/root 2024-01-02 03:04 ./usr/bin/tool',
    '-rw-r--r-- root/root 2024-01-02 03:04 ./usr/share/doc/My_Tool/LICENSE',
    '-rw-r--r-- root/root 2024-01-02 03:04 ./usr/share/doc/my-tool/changelog.gz',
    'drwxr-xr-x root/root 2024-01-02 03:04 ./var/lib/tool/',
  ])
  await run('dpkg-deb', ['-e', deb, join(folder, 'control')])
  const read = (name: string) => readFile(join(folder, 'control', name), 'utf8')
  expect(await read('conffiles')).toBe('/etc/tool/tool.conf\n')
  // debbuild packs the directory with the usual mode, and cares for its owner alone.
  expect(await read('postinst')).toBe(
    '#!/bin/sh -e\n/bin/chown -h root /var/lib/tool\n/bin/chgrp -h root /var/lib/tool\necho configured\n',
  )
  expect(await read('prerm')).toBe('#!/bin/sh -e\necho removed\n')
  const doc = join(debs, 'all', 'my-tool-doc_1.30.0~alpha.2-1.1_all.deb')
  expect((await run('dpkg-deb', ['-f', doc, 'Architecture', 'Section'])).stdout).toBe('Architecture: all\nSection: doc\n')
})

test.each([
  ['%config(noreplace) %{_', true, ''],
  ['%attr(0640, root, mail) %config(noreplace) %{_', true, 'root mail 0640'],
  ['%config(noreplace) %attr(0640, root, mail) %{_', false, 'root mail 0640'],
  ['%config %attr(-, -, mail) %{_', false, 'mail'],
])('a file listed by %s…} is a conffile: %p, and the postinst gives it %j', async (marks, isConffile, given) => {
  const file = join(folder, 'marked.spec')
  await writeFile(file, spec.replace('%config(noreplace) %{_', marks))
  const deb = join(await build('marked', [], file), 'arm64', 'my-tool_1.30.0~alpha.2-1.1_arm64.deb')
  const control = await mkdtemp(join(folder, 'control-'))
  await run('dpkg-deb', ['-e', deb, control])
  expect(await readFile(join(control, 'conffiles'), 'utf8').catch(() => '')).toBe(isConffile ? '/etc/tool/tool.conf\n' : '')
  const postinst = await readFile(join(control, 'postinst'), 'utf8')
  const lines = [...postinst.matchAll(/^\/bin\/ch(?:own -Rh|grp -Rh|mod) (\S+) \/etc\/tool\/tool.conf$/gm)]
  expect(lines.map(([, word]) => word).join(' ')).toBe(given)
  const { stdout } = await run('dpkg-deb', ['-c', deb])
  expect(stdout).toMatch(/^-rw-r--r-- .* \.\/etc\/tool\/tool\.conf$/m)
})

test('the same spec makes the same bytes', async () => {
  const name = join('arm64', 'my-tool_1.30.0~alpha.2-1.1_arm64.deb')
  const first = await hashFile(join(await build('first'), name), 'sha256')
  expect(await hashFile(join(await build('second'), name), 'sha256')).toBe(first)
})

test.each([
  ['w1.gzdio', 'data.tar.gz'],
  ['w9.xzdio', 'data.tar.xz'],
  ['w3.zstdio', 'data.tar.zst'],
  ['w.ufdio', 'data.tar'],
])('the payload setting %s makes %s', async (payload, member) => {
  const debs = await build(`payload-${payload}`, [`_binary_payload ${payload}`])
  const { stdout } = await run('ar', ['t', join(debs, 'arm64', 'my-tool_1.30.0~alpha.2-1.1_arm64.deb')])
  expect(stdout.trim().split('\n')).toEqual(['debian-binary', expect.stringMatching(/^control\.tar/), member])
})

test("obs-build's question for the top folder is answered", async () => {
  const { stdout } = await run(program, ['--eval', '%_topdir'], { env: { ...process.env, HOME: '/home/abuild' } })
  expect(stdout).toBe('/home/abuild/debbuild\n')
})

test('a failing spec ends with an error', async () => {
  await writeFile(join(folder, 'bad.spec'), spec.replace('tool.conf %{buildroot}', 'missing.conf %{buildroot}'))
  const failing = run(program, ['-bb', join(folder, 'bad.spec'), '--define', `_topdir ${folder}`], {
    env: { ...process.env, HOME: folder },
  })
  await expect(failing).rejects.toMatchObject({ code: 1, stderr: expect.stringContaining("cannot stat 'missing.conf'") })
})
