import { noarch, spellingsOf, type ArchitectureNames } from '../architecture.js'
import type { Format } from '../format.js'
import { isGlob } from '../glob.js'
import { listOwnFiles } from '../plan/account.js'
import { isManual } from '../plan/expectation.js'
import type { PlannedFile } from '../plan/plan.js'
import { formatsOf, inBoth, inEach, inOnly, writeBranches, type Line } from './branch.js'
import { escapeMacros, escapeName, macroPath, shellWord } from './macro.js'
import { unpackedMode } from '../plan/ownership.js'
import { installScripts } from './script-file.js'
import { isForEveryMachine, type SpecModel } from './spec-model.js'
import { debianOwn, sourceMacro } from './sources.js'

/** The sections that put files into place. */
export function writeInstallation(model: SpecModel): string[] {
  const install = (file: PlannedFile) => inEach(formatsOf(file), (format) => installFile(file, format))
  const perArchitecture = model.planned.files.some(({ kind }) => kind === 'binary' || kind === 'member')
  return [
    ...['%prep', '%setup -q -c', '', '%build', '# Nothing to build.', '', '%install'],
    ...(perArchitecture ? chooseFolder(model) : []),
    ...writeBranches([
      ...model.planned.files.flatMap(install),
      ...ownFiles(model),
      ...debianFiles(model),
      ...installScripts(model),
    ]),
    '',
  ]
}

function chooseFolder(model: SpecModel): string[] {
  const { architectures, planned } = model
  if (isForEveryMachine(model)) return [`folder=${noarch}`]
  const all = architectures.flatMap(spellingsOf)
  if (new Set(all).size === all.length)
    return [
      '# The macro holds the name that rpm gives the architecture, or dpkg under debbuild.',
      ...caseOf('_arch', architectures, spellingsOf),
    ]
  // armv6l and armv7l: rpm's family of both is arm, and dpkg calls both armhf, so that debs are made for one of them alone.
  const debs = planned.builds.find(({ format }) => format === 'deb')?.architectures ?? []
  const ofDebs = architectures.filter(({ obs }) => debs.includes(obs))
  const cpusOf = ({ obs, rpm, otherRpm = [] }: ArchitectureNames) => [...new Set([rpm, obs, ...otherRpm])]
  return writeBranches([
    ...(ofDebs.length === 0 ? [] : inOnly('deb', ...caseOf('_arch', ofDebs, ({ deb }) => [deb]))),
    ...inOnly(
      'rpm',
      '# Two of the architectures are of one family, which other macros hold.',
      ...caseOf('_target_cpu', architectures, cpusOf),
    ),
  ])
}

function caseOf(
  macro: string,
  architectures: readonly ArchitectureNames[],
  spell: (names: ArchitectureNames) => readonly string[],
): string[] {
  return [
    `case "%{${macro}}" in`,
    ...architectures.map((names) => `  ${spell(names).join(' | ')}) folder=${names.obs} ;;`),
    `  *) echo "%{name} is not published for %{${macro}}." >&2; exit 1 ;;`,
    'esac',
  ]
}

/** The commands that put a file into place in one format. */
function installFile(file: PlannedFile, format: Format): string[] {
  const to = `%{buildroot}${macroPath(file.path)}`
  const word = (text: string) => escapeMacros(shellWord(text), format, 'command')
  switch (file.kind) {
    case 'directory':
      return [`install -d -m ${file.mode} ${to}`]
    case 'link':
      return [`install -d ${parent(to)}`, `ln -s ${word(file.target)} ${to}`]
    case 'file':
      return [`install -D -p -m ${unpackedMode(file)} ${word(baseName(file.content.file))} ${to}`, ...adapt(file, to, format)]
    case 'binary':
    case 'member': {
      const mode = unpackedMode(file)
      const name = escapeName(file.name)
      return isGlob(file.name)
        ? [`install -d ${to}`, `install -p -m ${mode} "\${folder}"/${name} ${to}`, ...adapt(file, `${to}*`, format)]
        : [`install -D -p -m ${mode} "\${folder}/${name}" ${to}`, ...adapt(file, to, format)]
    }
  }
}

/** Replaces text in an installed file and compresses a manual page; neither may change its time. */
function adapt(file: Extract<PlannedFile, { replace: unknown }>, to: string, format: Format): string[] {
  const edits = Object.entries(file.replace).flatMap(([from, into]) => {
    const text = typeof into === 'string' ? into : into[format]
    return text === undefined ? [] : [` -e ${escapeMacros(shellWord(substitution(from, text)), format, 'command')}`]
  })
  const changes = edits.length === 0 ? [] : [`sed -i${edits.join('')} ${to}`, `touch -r LICENSE ${to}`]
  return isManual(file.path) ? [...changes, `gzip -9 -n ${to}`] : changes
}

/** A substitution for sed that means both texts literally. */
function substitution(from: string, to: string): string {
  const pattern = from.replace(/[\\.*[\]^$;]/g, '\\$&')
  return `s;${pattern};${to.replace(/[\\&;]/g, '\\$&')};g`
}

/** What only a deb has: the files that Debian's policy wants, and the checks that do not apply. */
function debianFiles(model: SpecModel): Line[] {
  const installs = debianOwn.flatMap(({ suffix, path }) => {
    const source = sourceMacro(model, suffix)
    if (source === undefined) return []
    const to = `%{buildroot}${path.replace(/\.gz$/, '')}`
    const lines = inOnly('deb', `install -D -p -m 0644 ${source} ${to}`)
    return path.endsWith('.gz') ? [...lines, ...inOnly('deb', `gzip -9 -n ${to}`)] : lines
  })
  return installs.length === 0 ? [] : [...inOnly('deb', "# What Debian's policy wants of every package."), ...installs]
}

/** What tells systemd of users, groups and what is made at each start. */
function ownFiles(model: SpecModel): Line[] {
  return listOwnFiles(model.planned).flatMap(({ suffix, path }) =>
    inBoth(`install -D -p -m 0644 ${sourceMacro(model, suffix) ?? ''} %{buildroot}${path}`),
  )
}

function baseName(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1)
}

function parent(path: string): string {
  return path.slice(0, path.lastIndexOf('/'))
}
