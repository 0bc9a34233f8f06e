import { join } from 'node:path'
import { mkdir, writeFile } from 'node:fs/promises'

export const architectures = ['x86_64', 'aarch64']

/** A spec with what the two formats differ in: paths, sections, systemd's macros, a config file. */
export const spec = `%global debug_package %{nil}
%if "%{_vendor}" == "debbuild"
%global environment %{_sysconfdir}/default/hello
%else
%global environment %{_sysconfdir}/sysconfig/hello
%endif
Name: hello
Version: 1.2.4
Release: 0
Summary: Says hello
License: Apache-2.0
URL: https://example.org
Source0: hello_%{version}.orig.tar.gz
AutoReqProv: no
Requires: base-files >= 1.0
%if "%{_vendor}" == "debbuild"
%global packager Hello Authors <hello@example.org>
Packager: %{packager}
Group: admin
Requires: mount
BuildRequires: systemd-deb-macros
%else
BuildRequires: systemd-rpm-macros
%endif

%description
Says hello.

%prep
%setup -q

%build

%install
uname -m > machine
install -D -p -m 755 hello %{buildroot}%{_bindir}/hello
install -D -p -m 644 machine %{buildroot}%{_datadir}/hello/machine
install -D -p -m 644 hello.env %{buildroot}%{environment}
install -D -p -m 644 hello.service %{buildroot}%{_unitdir}/hello.service

%files
%{_bindir}/hello
%dir %{_datadir}/hello
%{_datadir}/hello/machine
%{_unitdir}/hello.service
%config(noreplace) %{environment}
%license LICENSE

%post
%systemd_post hello.service

%preun
%systemd_preun hello.service

%postun
%systemd_postun hello.service

%changelog
`

/** The files that the spec packs. */
export async function writeTree(tree: string): Promise<void> {
  await mkdir(tree)
  await writeFile(join(tree, 'hello'), '#!/bin/sh\necho hello\n', { mode: 0o755 })
  await writeFile(join(tree, 'hello.env'), 'HELLO_EXTRA_ARGS=\n')
  await writeFile(join(tree, 'hello.service'), '[Service]\nExecStart=/usr/bin/hello\n')
  await writeFile(join(tree, 'LICENSE'), 'Apache-2.0\n')
}

/** The `_meta` of a project with a deb and an rpm repository on the tests' distributions. */
export function meta(name: string, attributes: string, flags: string, target: string | undefined): string {
  const arches = architectures.map((arch) => `<arch>${arch}</arch>`).join('')
  const repositories = ['deb', 'rpm'].map((format) => {
    const release = target === undefined ? '' : `<releasetarget project="${target}" repository="${format}" trigger="manual"/>`
    const debbuild = format === 'deb' ? '<path project="Ubuntu:debbuild" repository="Ubuntu_20.04"/>' : ''
    const path = `${debbuild}<path project="sandbox-test:base" repository="${format}"/>`
    return `<repository name="${format}" rebuild="local">${release}${path}${arches}</repository>`
  })
  return `<project name="${name}"${attributes}><title/><description/>${flags}${repositories.join('')}</project>`
}

/** The prjconf of a build project, as a real OBS needs it. */
export const config = `%if "%_repository" == "deb"
Type: spec
Repotype: debian
Binarytype: deb
BuildEngine: debbuild
Support: pax debbuild
%endif
`
