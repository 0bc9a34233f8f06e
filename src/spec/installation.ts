import { isGlob } from '../glob.js'
import { type OwnFile, type PackagedFile, type SourceFile } from '../config/installed.js'
import type { Format } from '../config/schema.js'
import { inBoth, inOnly, writeBranches, type Line } from './branch.js'
import { escapeMacros, macroPath, shellWord } from './macro.js'
import type { SpecModel } from './spec-model.js'
import { debianOwn, sourceMacro } from './sources.js'

/** The sections that put files into place. */
export function writeInstallation(model: SpecModel): string[] {
  const perArchitecture = model.files.some(({ kind }) => kind === 'binary' || kind === 'member')
  return [
    ...['%prep', '%setup -q -c', '', '%build', '# Nothing to build.', '', '%install'],
    ...(perArchitecture ? chooseFolder(model) : []),
    ...writeBranches([...model.files.flatMap(installFile), ...debianFiles(model)]),
    '',
  ]
}

function chooseFolder({ architectures }: SpecModel): string[] {
  return [
    '# The macro holds the name that rpm gives the architecture, or dpkg under debbuild.',
    'case "%{_arch}" in',
    ...architectures.map((names) => `  ${spellings(names).join(' | ')}) folder=${names.obs} ;;`),
    '  *) echo "%{name} is not published for %{_arch}." >&2; exit 1 ;;',
    'esac',
  ]
}

/** For 32-bit ARM rpm's %{_arch} is the family, not the instruction set. */
function spellings({ obs, deb }: SpecModel['architectures'][number]): string[] {
  const more = obs === 'armv7l' ? ['arm', 'armv7hl'] : obs === 'i586' ? ['i686', 'i386'] : []
  return [...new Set([obs, deb, ...more])]
}

function installFile(file: PackagedFile): Line[] {
  const to = `%{buildroot}${macroPath(file.to)}`
  const lines = (...texts: readonly string[]): Line[] => texts.map((text) => ({ text, formats: file.formats }))
  switch (file.kind) {
    case 'directory':
      return lines(`install -d -m ${file.mode} ${to}`)
    case 'link':
      return lines(`install -d ${parent(to)}`, `ln -s ${shellWord(escapeMacros(file.target))} ${to}`)
    case 'file':
      return [...lines(`install -D -p -m ${file.mode} ${shellWord(baseName(file.file))} ${to}`), ...adapt(file, to)]
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
function adapt(file: SourceFile | OwnFile, to: string): Line[] {
  const edits = Object.entries(file.replace).flatMap(([from, into]) =>
    file.formats.flatMap((format): { format: Format; edit: string }[] => {
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
  if (!isManual(file.to)) return changed
  // After the changes, which may differ by format.
  return [...changed, ...file.formats.flatMap((format) => inOnly(format, `gzip -9 -n ${to}`))]
}

/** Manual pages are shipped compressed, as both families of distributions have them. */
export function isManual(path: string): boolean {
  return path.startsWith('/usr/share/man/') && !path.endsWith('.gz')
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
