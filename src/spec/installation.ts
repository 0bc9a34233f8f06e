import { spellingsOf } from '../architecture.js'
import type { Format } from '../format.js'
import { isGlob } from '../glob.js'
import { isManual } from '../plan/expectation.js'
import type { PlannedFile } from '../plan/plan.js'
import { formatsOf, inBoth, inOnly, writeBranches, type Line } from './branch.js'
import { escapeMacros, macroPath, shellWord } from './macro.js'
import type { SpecModel } from './spec-model.js'
import { debianOwn, sourceMacro } from './sources.js'

/** The sections that put files into place. */
export function writeInstallation(model: SpecModel): string[] {
  const perArchitecture = model.planned.files.some(({ kind }) => kind === 'binary' || kind === 'member')
  return [
    ...['%prep', '%setup -q -c', '', '%build', '# Nothing to build.', '', '%install'],
    ...(perArchitecture ? chooseFolder(model) : []),
    ...writeBranches([...model.planned.files.flatMap(installFile), ...debianFiles(model)]),
    '',
  ]
}

function chooseFolder({ architectures }: SpecModel): string[] {
  return [
    '# The macro holds the name that rpm gives the architecture, or dpkg under debbuild.',
    'case "%{_arch}" in',
    ...architectures.map((names) => `  ${spellingsOf(names).join(' | ')}) folder=${names.obs} ;;`),
    '  *) echo "%{name} is not published for %{_arch}." >&2; exit 1 ;;',
    'esac',
  ]
}

function installFile(file: PlannedFile): Line[] {
  const to = `%{buildroot}${macroPath(file.path)}`
  const lines = (...texts: readonly string[]): Line[] => texts.map((text) => ({ text, formats: formatsOf(file) }))
  switch (file.kind) {
    case 'directory':
      return lines(`install -d -m ${file.mode} ${to}`)
    case 'link':
      return lines(`install -d ${parent(to)}`, `ln -s ${shellWord(escapeMacros(file.target))} ${to}`)
    case 'file':
      return [...lines(`install -D -p -m ${file.mode} ${shellWord(baseName(file.content.file))} ${to}`), ...adapt(file, to)]
    case 'binary':
    case 'member': {
      if (isGlob(file.name)) {
        const from = `"\${folder}"/${escapeMacros(file.name)}`
        return [...lines(`install -d ${to}`, `install -p -m ${file.mode} ${from} ${to}`), ...adapt(file, `${to}*`)]
      }
      return [...lines(`install -D -p -m ${file.mode} "\${folder}/${escapeMacros(file.name)}" ${to}`), ...adapt(file, to)]
    }
  }
}

/** Replaces text in an installed file and compresses a manual page; neither may change its time. */
function adapt(file: Extract<PlannedFile, { replace: unknown }>, to: string): Line[] {
  const edits = Object.entries(file.replace).flatMap(([from, into]) =>
    formatsOf(file).flatMap((format): { format: Format; edit: string }[] => {
      const text = typeof into === 'string' ? into : into[format]
      return text === undefined ? [] : [{ format, edit: ` -e ${shellWord(substitution(from, text))}` }]
    }),
  )
  const commands = (format: Format) => {
    const own = edits.filter((each) => each.format === format).map(({ edit }) => edit)
    return own.length === 0 ? [] : [`sed -i${own.join('')} ${to}`, `touch -r LICENSE ${to}`]
  }
  const [deb, rpm] = [commands('deb'), commands('rpm')]
  const changed = deb.join() === rpm.join() ? inBoth(...deb) : [...inOnly('deb', ...deb), ...inOnly('rpm', ...rpm)]
  if (!isManual(file.path)) return changed
  // After the changes, which may differ by format.
  return [...changed, ...formatsOf(file).flatMap((format) => inOnly(format, `gzip -9 -n ${to}`))]
}

/** A substitution for sed that means both texts literally. */
function substitution(from: string, to: string): string {
  const pattern = from.replace(/[\\.*[\]^$;]/g, '\\$&')
  return escapeMacros(`s;${pattern};${to.replace(/[\\&;]/g, '\\$&')};g`)
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

function baseName(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1)
}

function parent(path: string): string {
  return path.slice(0, path.lastIndexOf('/'))
}
