import { noarch, spellingsOf, type ArchitectureNames } from '../architecture.js'
import type { Format } from '../format.js'
import { isGlob } from '../glob.js'
import { listOwnFiles } from '../plan/account.js'
import { isPage, isToCompress } from '../plan/expectation.js'
import type { PlannedFile } from '../plan/plan.js'
import { inBoth, inOnly, linesFor, writeBranches, type Line } from './branch.js'
import { lastPart } from './installed-path.js'
import { escapeMacros, escapeName, macroPath, shellWord } from './macro.js'
import { unpackedMode } from '../plan/ownership.js'
import { asTree, installTreeLines, treePreparation } from './tree.js'
import { installScripts } from './script-file.js'
import { isForEveryMachine, type SpecModel } from './spec-model.js'
import { debianOwn, sourceMacro } from './sources.js'

/** The sections that put files into place. */
export function writeInstallation(model: SpecModel): string[] {
  const install = (file: PlannedFile) => linesFor(file, model, (format) => installFile(file, format))
  const perArchitecture = model.planned.files.some(({ kind }) => kind === 'binary' || kind === 'member')
  return [
    ...['%prep', '%setup -q -c', '', '%build', '# Nothing to build.', '', '%install'],
    ...(perArchitecture ? chooseFolder(model) : []),
    ...writeTreeFunction(model),
    ...writeBranches([
      ...model.planned.files.flatMap(install),
      ...ownFiles(model),
      ...debianFiles(model),
      ...installScripts(model),
    ]),
    '',
  ]
}

function writeTreeFunction(model: SpecModel): string[] {
  const [first, ...others] = [...new Set(treePreparation(model).map(({ formats }) => formats.join()))]
  const lines = treePreparation(model)
  // The same in both formats, unless one has no tree at all.
  const single = lines.filter(({ formats }) => formats.join() === first)
  return others.length === 1 && lines.length === 2 * single.length ? single.map(({ text }) => text) : writeBranches(lines)
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
  const tree = asTree(file)
  if (tree !== undefined) return installTreeLines(tree)
  switch (file.kind) {
    case 'tree':
      return []
    case 'ghost':
      // Older versions of rpmbuild want to see it.
      return format === 'rpm' ? [`install -D -m ${unpackedMode(file)} /dev/null ${to}`] : []
    case 'directory':
      return [`install -d -m ${file.mode} ${to}`]
    case 'link':
      return installLink(file, format)
    case 'file':
      return [`install -D -p -m ${unpackedMode(file)} ${word(lastPart(file.content.file))} ${to}`, ...adapt(file, to, format)]
    case 'binary':
    case 'member': {
      const mode = unpackedMode(file)
      const name = escapeName(file.name)
      return isGlob(file.name)
        ? [
            `install -d ${to}`,
            `install -p -m ${mode} "\${folder}"/${name} ${to}`,
            ...adapt(file, `${to}${lastPart(name)}`, format),
          ]
        : [`install -D -p -m ${mode} "\${folder}/${name}" ${to}`, ...adapt(file, to, format)]
    }
  }
}

/**
 * debbuild makes a copy of a manual page out of a link to it, but keeps what it finds in the folder that becomes the deb,
 * which for the main package is called main.
 */
function installLink(file: Extract<PlannedFile, { kind: 'link' }>, format: Format): string[] {
  const to = `%{buildroot}${format === 'deb' && isPage(file.path) ? '/main' : ''}${macroPath(file.path)}`
  const target = escapeMacros(shellWord(file.target), format, 'command')
  return [`install -d ${parent(to)}`, `ln -s ${target} ${to}`]
}

/** Replaces text in an installed file and compresses a manual page; neither may change its time. */
function adapt(file: Extract<PlannedFile, { replace: unknown }>, to: string, format: Format): string[] {
  const edits = Object.entries(file.replace).flatMap(([from, into]) => {
    const text = typeof into === 'string' ? into : into[format]
    return text === undefined ? [] : [` -e ${escapeMacros(shellWord(substitution(from, text)), format, 'command')}`]
  })
  const changes = edits.length === 0 ? [] : [`sed -i${edits.join('')} ${to}`, `touch -r LICENSE ${to}`]
  if (!isToCompress(file)) return changes
  // A pattern that ends in a star may mean pages that are compressed already.
  const isMixed = 'name' in file && /[*?]$/.test(file.name)
  if (!isMixed) return [...changes, `gzip -9 -n ${to}`]
  return [...changes, `for page in ${to}; do case "$page" in *.gz) ;; *) gzip -9 -n "$page" ;; esac; done`]
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

function parent(path: string): string {
  return path.slice(0, path.lastIndexOf('/'))
}
