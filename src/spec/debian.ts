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
export function writeCopyright({ planned, license: text }: SpecModel): string {
  const { url, license } = planned.metadata
  const file = common[license]
  const [first = 'as stated in the file LICENSE beside this one', ...more] = listHolders(text)
  return [
    'Format: https://www.debian.org/doc/packaging-manuals/copyright-format/1.0/',
    `Upstream-Name: ${planned.name}`,
    `Source: ${url}`,
    '',
    'Files: *',
    `Copyright: ${first}`,
    ...more.map((each) => `           ${each}`),
    `License: ${license}`,
    '',
    `License: ${license}`,
    file === undefined
      ? ' The whole text is in the file LICENSE beside this one.'
      : ` On Debian systems the whole text is in /usr/share/common-licenses/${file}.`,
    '',
  ].join('\n')
}

/** Who holds the copyright since when, from the lines of a licence that say so with a year; each once. */
function listHolders(license: string): string[] {
  const lines = license.matchAll(/^\W*copyright\b(?:\s*(?:\(c\)|©))*\s*((?:\d{4}[\s,–-]*)+(?:present[\s,]*)?)(.*)$/gim)
  const found = [...lines].map(([, years = '', holder = '']) =>
    [years.replace(/[\s,–-]+$/, ''), holder.replace(/\s*all rights reserved.*$/i, '').trim()]
      .filter((part) => part !== '')
      .join(' '),
  )
  return [...new Set(found)]
}

/** Checks that no package from elsewhere than Debian can pass, and why. */
const always: Readonly<Record<string, string>> = {
  'initial-upload-closes-no-bugs': 'It is about uploads to Debian.',
  'unstripped-binary-or-object': 'Programs are shipped as their project built them.',
}

const withoutHolder: Readonly<Record<string, string>> = {
  'copyright-without-copyright-notice': 'The licence of the project states no year and no holder.',
}

/** The checks of lintian that a package does not have to pass, each with its reason. */
export function writeOverrides({ planned, license }: SpecModel): string {
  const unnamed = listHolders(license).length === 0 ? withoutHolder : {}
  const entries = Object.entries({ ...always, ...unnamed, ...planned.lintian })
  return [...entries.flatMap(([check, reason]) => [`# ${reason}`, `${planned.name}: ${check}`]), ''].join('\n')
}
