import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { ArchitectureNames } from '../architecture.js'
import type { OwnPackage } from './own-package.js'

/** The packages of the build root that are the same everywhere, their files read from the folder of the sandbox's parts. */
export async function commonPackages(parts: string): Promise<OwnPackage[]> {
  const read = (name: string) => readFile(join(parts, name), 'utf8')
  return [
    {
      name: 'debbuild',
      depends: ['perl', 'rpm', 'rpm2cpio', 'cpio', 'dpkg-dev'],
      summary: 'stand-in that builds deb packages from spec files with rpmbuild',
      files: [
        { path: 'usr/bin/debbuild', content: await read('debbuild'), mode: 0o755 },
        { path: 'usr/lib/debbuild/macros', content: await read('debbuild.macros') },
      ],
    },
    {
      // rpm's own database is empty in a build root of Debian packages; OBS has installed what the spec requires.
      name: 'rpmbuild-nodeps',
      depends: ['rpm'],
      summary: 'rpmbuild that leaves the check of build requirements to OBS',
      files: [
        {
          path: 'usr/lib/rpmbuild-nodeps/rpmbuild',
          content: '#!/bin/sh\nexec /usr/bin/rpmbuild.real --nodeps "$@"\n',
          mode: 0o755,
        },
      ],
      postinst: replaceProgram('/usr/bin/rpmbuild', '/usr/lib/rpmbuild-nodeps/rpmbuild'),
    },
    {
      name: 'systemd-rpm-macros',
      depends: ['rpm'],
      summary: 'systemd macros for rpmbuild',
      files: [{ path: 'usr/lib/rpm/macros.d/macros.systemd', content: await read('systemd-rpm.macros') }],
    },
    {
      name: 'systemd-deb-macros',
      depends: ['debbuild'],
      summary: 'systemd macros for debbuild',
      files: [{ path: 'usr/lib/debbuild/macros.d/macros.systemd', content: await read('systemd-deb.macros') }],
    },
  ]
}

/**
 * Makes the build root look like one of that architecture: `uname -m` and rpm's platform. Enough for packages of
 * pre-built files; programs of a foreign architecture do not run in it.
 */
export function fakeArchitecture(architecture: ArchitectureNames, native: ArchitectureNames): OwnPackage {
  const summary = `makes the build root look like ${architecture.obs}`
  const shell = { name: 'fakearch', depends: ['coreutils', 'dpkg', 'rpm-common'], summary }
  if (architecture.obs === native.obs) return { ...shell, files: [] }
  return {
    ...shell,
    files: [
      { path: 'etc/rpm/platform', content: `${architecture.rpm}-linux\n` },
      {
        path: 'usr/lib/fakearch/uname',
        mode: 0o755,
        content: `#!/bin/sh\ncase "$*" in -m | -p | -i) echo ${architecture.obs} ;; *) exec /bin/uname.real "$@" ;; esac\n`,
      },
    ],
    postinst: replaceProgram('/bin/uname', '/usr/lib/fakearch/uname'),
  }
}

/** A postinst that puts another program in a program's place, which stays beside it as `.real`. */
function replaceProgram(program: string, by: string): string {
  return `#!/bin/sh\nset -e\n[ -e ${program}.real ] || { mv ${program} ${program}.real; cp ${by} ${program}; }\n`
}
