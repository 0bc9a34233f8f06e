import { expect, test } from '@jest/globals'
import { renderSpec } from '../../src/spec/spec.js'
import { modelOf } from './model.js'
import { section } from './section.js'

const specOf = (addition: string) => renderSpec(modelOf(addition))

test('a deb gives a file away by its postinst, before which it must not run as root', () => {
  const files = "/usr/bin/x: { binary: x, mode: '6755', owner: daemon, group: mail }"
  const spec = renderSpec(modelOf('', '1.2.3', { files }))
  expect(section(spec, 'install')).toContain('install -D -p -m 0755 "${folder}/x" %{buildroot}%{_bindir}/x')
  expect(section(spec, 'files')).toEqual(expect.arrayContaining(['%{_bindir}/x', '%attr(6755, daemon, mail) %{_bindir}/x']))
  expect(section(spec, 'post')).toEqual([
    'for file in %{_bindir}/x; do',
    '  dpkg-statoverride --list "$file" > /dev/null || { chown -h daemon:mail "$file"; chmod 6755 "$file"; }',
    'done',
    '%endif',
  ])
})

test('a script of the config is taken from beside the spec, after what the package does by itself', () => {
  const spec = specOf("units: { hello.service: { file: a } }\nscripts: { preun: 'exit 0' }")
  const install = section(spec, 'install')
  expect(install.slice(install.indexOf('# The scripts as they were written.'))).toEqual([
    '# The scripts as they were written.',
    'install -d %{buildroot}/main/DEBIAN',
    "cat > %{buildroot}/main/DEBIAN/prerm << 'END_OF_LINES'",
    '#!/bin/sh -e',
    '%systemd_preun hello.service',
    'END_OF_LINES',
    'cat %{SOURCE5} >> %{buildroot}/main/DEBIAN/prerm',
    'chmod 0755 %{buildroot}/main/DEBIAN/prerm',
    '%else',
    '# The scripts as they were written: rpmbuild expands macros in them.',
    "sed -e 's/%%/%%%%/g' %{SOURCE5} > scriptlet.preun",
    '%endif',
  ])
})

test.each([
  ['echo', '%post -f scriptlet.post', ['set -e']],
  ['#!/bin/sh', '%post -f scriptlet.post', []],
  ['#!/bin/bash', '%post -p /bin/bash -f scriptlet.post', []],
  ['#!/bin/bash -eu', '%post -p /bin/bash -f scriptlet.post', ['set -eu']],
  ['#!/usr/bin/perl -w', '%post -p "/usr/bin/perl -w" -f scriptlet.post', []],
  ['#! /usr/bin/env python3', '%post -p "/usr/bin/env python3" -f scriptlet.post', []],
])('an rpm runs a script that begins with %s by the same, and it stops at errors where the deb does', (script, head, before) => {
  const spec = specOf(`scripts: { post: '${script}' }`)
  expect(section(spec, head.slice(1))).toEqual([...before, '%endif'])
})

test('units get their scriptlets, those that restart on upgrades their own', () => {
  const units = ['hello.service: { file: a, restart: true }', 'hello.socket: { file: b }', 'hello.timer: { file: c }']
  const spec = specOf(`units: { ${units.join(', ')} }\nscripts: { post: 'echo hello' }`)
  expect(section(spec, 'post -f scriptlet.post')).toEqual(['set -e', '(', '%endif'])
  expect(section(spec, 'install')).toEqual(
    expect.arrayContaining([
      '%systemd_post hello.service hello.socket hello.timer',
      "cat >> scriptlet.post << 'END_OF_LINES'",
      '%%systemd_post hello.service hello.socket hello.timer',
    ]),
  )
  expect(section(spec, 'preun')).toEqual(['%systemd_preun hello.service hello.socket hello.timer'])
  expect(section(spec, 'postun')).toEqual([
    '%systemd_postun_with_restart hello.service',
    '%systemd_postun hello.socket hello.timer',
  ])
  expect(spec).toContain('BuildRequires:  systemd-deb-macros\n%else\n')
})

test('of a template the instances are restarted and stopped, by a pattern', () => {
  const spec = specOf('units: { hello@.service: { file: a, restart: true }, hello.socket: { file: b, restart: true } }')
  const act = (argument: string, ...commands: string[]) => [
    `if [ "$1" ${argument} ] && [ -d /run/systemd/system ]; then`,
    ...commands.map((command) => `  systemctl ${command} || :`),
    'fi',
  ]
  const restart = ['daemon-reload', "try-restart 'hello@*.service'"]
  expect(section(spec, 'post')).toEqual(['%systemd_post hello@.service hello.socket'])
  expect(section(spec, 'preun')).toEqual([
    '%systemd_preun hello@.service hello.socket',
    '%if "%{_vendor}" == "debbuild"',
    ...act('= remove', "stop 'hello@*.service'"),
    '%else',
    ...act('-eq 0', "stop 'hello@*.service'"),
    '%endif',
  ])
  expect(section(spec, 'postun')).toEqual([
    '%systemd_postun hello@.service',
    '%systemd_postun_with_restart hello.socket',
    '%if "%{_vendor}" == "debbuild"',
    ...act('= upgrade', ...restart),
    '%else',
    ...act('-ge 1', ...restart),
    '%endif',
  ])
})

test('a template without restart keeps its instances running through an upgrade', () => {
  const spec = specOf('units: { hello@.service: { file: a } }')
  expect(section(spec, 'postun')).toEqual(['%systemd_postun hello@.service'])
  expect(spec).toContain("systemctl stop 'hello@*.service'")
})

const account =
  "users: { greeter: { home: /var/lib/greeter, groups: [adm], id: 812 } }\ntmpfiles: ['d /run/x 0755 greeter adm -']"

test('users are made before the files of an rpm, and before the postinst of a deb gives files away', () => {
  const files = "/var/lib/greeter: { directory: true, mode: '0750', owner: greeter }"
  const spec = renderSpec(modelOf(account, '1.2.3', { files }))
  const make = [
    'fi',
    'getent group greeter > /dev/null || groupadd --system --gid 812 greeter',
    'getent group adm > /dev/null || groupadd --system adm',
    'getent passwd greeter > /dev/null || useradd --system --no-create-home --uid 812 --gid greeter --groups adm --home-dir /var/lib/greeter --shell /usr/sbin/nologin greeter',
  ]
  expect(section(spec, 'pre')).toEqual([
    'if command -v systemd-sysusers > /dev/null; then',
    "  systemd-sysusers --replace=/usr/lib/sysusers.d/hello.conf - << 'END_OF_USERS' || :",
    'g adm -',
    'u greeter 812 - /var/lib/greeter /usr/sbin/nologin',
    'm greeter adm',
    'END_OF_USERS',
    ...make,
    '%endif',
  ])
  const create = ['if command -v systemd-tmpfiles > /dev/null; then', '  systemd-tmpfiles --create hello.conf || :', 'fi']
  const branch = '%if "%{_vendor}" == "debbuild"'
  expect(section(spec, 'post')).toEqual([
    branch,
    'if command -v systemd-sysusers > /dev/null; then',
    '  systemd-sysusers hello.conf || :',
    ...make,
    'for file in /var/lib/greeter; do',
    '  dpkg-statoverride --list "$file" > /dev/null || { chown -h greeter:root "$file"; chmod 0750 "$file"; }',
    'done',
    ...create,
    '%else',
    ...create,
    '%endif',
  ])
  expect(spec).not.toContain('%postun')
  expect(spec.split('\n').filter((line) => /^(Provides|Requires)/.test(line))).toEqual([
    'Requires:       passwd',
    'Requires(pre):  /usr/sbin/useradd',
    'Requires(pre):  /usr/sbin/groupadd',
    'Provides:       user(greeter)',
    'Provides:       group(greeter)',
    'Provides:       group(adm)',
  ])
})

test('each format has a script of its own, under the name that its own has', () => {
  const spec = specOf("scripts: { post: { deb: 'echo deb', rpm: 'echo rpm' }, postrm: 'echo $1', pretrans: { rpm: 'echo' } }")
  expect(spec.split('\n').filter((line) => /^Source[5-9]/.test(line))).toEqual([
    'Source5:        hello.pretrans',
    'Source6:        hello.post',
    'Source7:        hello.postinst',
    'Source8:        hello.postrm',
  ])
  expect(section(spec, 'install').filter((line) => line.includes('SOURCE') && /scriptlet|DEBIAN/.test(line))).toEqual([
    'cat %{SOURCE7} >> %{buildroot}/main/DEBIAN/postinst',
    'cat %{SOURCE8} >> %{buildroot}/main/DEBIAN/postrm',
    "sed -e 's/%%/%%%%/g' %{SOURCE5} > scriptlet.pretrans",
    "sed -e 's/%%/%%%%/g' %{SOURCE6} > scriptlet.post",
  ])
  expect(spec).toContain('%pretrans -f scriptlet.pretrans\nset -e\n')
})

test.each([
  ['/var/lib/hello: { directory: true, owner: mail }', []],
  ['/var/lib/hello: { directory: true, purge: true }', ['if [ "$1" = purge ]; then rm -rf /var/lib/hello; fi']],
  ['/var/lib/hello.state: { ghost: true }', ['if [ "$1" = purge ]; then rm -f /var/lib/hello.state; fi']],
])('of %s a purge of the deb removes what the config says', (files, lines) => {
  const spec = renderSpec(modelOf('', '1.2.3', { files })).split('\n')
  const begin = spec.indexOf('%postun')
  const found = begin === -1 ? [] : spec.slice(begin - 1, spec.indexOf('', begin))
  const branch = lines.length === 0 ? [] : ['%if "%{_vendor}" == "debbuild"', '%postun', ...lines, '%endif']
  expect(found).toEqual(branch)
})
