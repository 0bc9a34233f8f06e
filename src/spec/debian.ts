import type { SpecModel } from './spec-model.js'

/** SPDX identifiers of the licences whose text Debian installs on every system: base-files, /usr/share/common-licenses. */
const common: Readonly<Record<string, string>> = {
  'Apache-2.0': 'Apache-2.0',
  'GPL-2.0-only': 'GPL-2',
  'GPL-2.0-or-later': 'GPL-2',
  'GPL-3.0-only': 'GPL-3',
  'GPL-3.0-or-later': 'GPL-3',
  'LGPL-2.1-only': 'LGPL-2.1',
  'LGPL-2.1-or-later': 'LGPL-2.1',
  'LGPL-3.0-only': 'LGPL-3',
  'MPL-2.0': 'MPL-2.0',
}

/** The copyright file that Debian's policy wants, in its machine-readable format. */
export function writeCopyright({ planned, pkg, changelog }: SpecModel): string {
  const { url, license, maintainer } = pkg
  const year = new Date((changelog[0]?.time ?? 0) * 1000).getUTCFullYear()
  const file = common[license]
  return [
    'Format: https://www.debian.org/doc/packaging-manuals/copyright-format/1.0/',
    `Upstream-Name: ${planned.name}`,
    `Source: ${url}`,
    '',
    'Files: *',
    `Copyright: ${year} ${maintainer.replace(/ <.*>$/, '')}`,
    `License: ${license}`,
    '',
    `License: ${license}`,
    file === undefined
      ? ' The whole text is in the file LICENSE beside this one.'
      : ` On Debian systems the whole text is in /usr/share/common-licenses/${file}.`,
    '',
  ].join('\n')
}

/** Checks that no package from elsewhere than Debian can pass, and why. */
const always: Readonly<Record<string, string>> = {
  'initial-upload-closes-no-bugs': 'It is about uploads to Debian.',
  'unstripped-binary-or-object': 'Programs are shipped as their project built them.',
}

/** The checks of lintian that a package does not have to pass, each with its reason. */
export function writeOverrides({ planned, pkg }: SpecModel): string {
  const entries = Object.entries({ ...always, ...pkg.lintian })
  return [...entries.flatMap(([check, reason]) => [`# ${reason}`, `${planned.name}: ${check}`]), ''].join('\n')
}
