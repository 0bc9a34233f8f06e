import type { Person } from './command.js'
import { nameContainers } from './live.js'
import type { Projects } from './project.js'

/** What a hand-written spec says otherwise than the rest. */
export interface SpecOptions {
  readonly version?: string
  /** Further lines of the preamble. */
  readonly preamble?: string
  /** Commands in front of those that install. */
  readonly install?: string
}

/** Writes a folder as people write it who have a spec of their own: a spec and a script. */
export async function writeSources(person: Person, name: string, options: SpecOptions = {}): Promise<void> {
  const { version = '1.0', preamble = '', install = '' } = options
  // OBS knows the files of a package's name across projects, and would not ask for them again.
  await person.write(`${name}/${name}`, `#!/bin/sh\necho ${name} ${version} # ${person.folder}\n`, 0o755)
  await person.write(
    `${name}/${name}.spec`,
    `%global debug_package %{nil}
Name:           ${name}
Version:        ${version}
Release:        0
Summary:        Says its name
License:        Apache-2.0
URL:            https://example.org
Source0:        ${name}
AutoReqProv:    no
%if "%{_vendor}" == "debbuild"
Group:          misc
Packager:       Hello Authors <hello@example.org>
%endif
${preamble}

%description
Says its name.

%prep

%build

%install
${install}
install -D -p -m 755 %{SOURCE0} %{buildroot}%{_bindir}/${name}

%files
%{_bindir}/${name}

%changelog
`,
  )
}

/** Makes a publish project and a build project with `osc meta`, as people do by hand. */
export async function makeProjects(person: Person, { build, publish }: Projects): Promise<void> {
  const put = async (kind: string, project: string, content: string) => {
    await person.write('meta', content)
    await person.osc('meta', kind, '-F', 'meta', project)
  }
  const repositories = (target?: string) =>
    [
      ['deb', 'Debian:12'],
      ['rpm', 'openSUSE:Leap:15.6'],
    ]
      .map(([format, base]) => {
        const release = target === undefined ? '' : `<releasetarget project="${target}" repository="${format}" trigger="manual"/>`
        const debbuild = format === 'deb' ? '<path project="Ubuntu:debbuild" repository="Ubuntu_20.04"/>' : ''
        const path = `${debbuild}<path project="${base}" repository="standard"/>`
        return `<repository name="${format}">${release}${path}<arch>x86_64</arch><arch>aarch64</arch></repository>`
      })
      .join('')
  const project = (name: string, attributes: string, content: string) =>
    `<project name="${name}"${attributes}><title/><description/>${content}</project>`
  const off = (what: string) => `<${what}><disable/></${what}>`
  await nameContainers('single', publish)
  await put('prj', publish, project(publish, ' kind="maintenance_release"', `${off('build')}${repositories()}`))
  await put('prj', build, project(build, '', `${off('publish')}${repositories(publish)}`))
  await put(
    'prjconf',
    build,
    '%if "%_repository" == "deb"\nType: spec\nRepotype: debian\nBinarytype: deb\nBuildEngine: debbuild\nSupport: pax debbuild\n%endif\n',
  )
}
