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
  expect(section(spec, 'post -f scriptlet.post')).toEqual([
    '%systemd_post hello.service hello.socket hello.timer',
    'set -e',
    '%endif',
  ])
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
