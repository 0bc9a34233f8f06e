import type { Package, PackagedFile } from '../config/schema.js'
import { namesOf } from '../release/architecture.js'
import type { PlannedPackage } from '../release/plan.js'

/**
 * Writes the spec of a package: one file that rpmbuild turns into rpms and debbuild into debs, on every
 * architecture. Programs are taken from the tarball as they are.
 */
export function renderSpec(planned: PlannedPackage, pkg: Package): string {
  return [
    ...preamble(planned, pkg),
    ...description(pkg),
    ...preparation,
    ...installation(planned, pkg),
    ...files(pkg),
    '%changelog',
    '',
  ].join('\n')
}

function preamble({ name, version }: PlannedPackage, pkg: Package): string[] {
  return [
    '# One spec for both formats: rpmbuild makes the rpm of it, debbuild the deb.',
    '# Nothing is compiled. The tarball holds the programs as their project published',
    '# them, in a folder for each architecture, and they are shipped unchanged.',
    '%global debug_package %{nil}',
    '%global _build_id_links none',
    '%global __os_install_post %{nil}',
    `%global packager ${pkg.maintainer}`,
    '',
    `Name:           ${name}`,
    `Version:        ${version.package}`,
    '# OBS replaces this by a number that grows with each commit and each rebuild.',
    'Release:        0',
    `Summary:        ${pkg.summary}`,
    `License:        ${pkg.license}`,
    `URL:            ${pkg.url}`,
    'Source0:        %{name}_%{version}.orig.tar.xz',
    '# Requirements are stated, never guessed from the programs.',
    'AutoReqProv:    no',
    '%if "%{_vendor}" == "debbuild"',
    `Group:          ${pkg.section}`,
    '%else',
    'BuildRoot:      %{_tmppath}/%{name}-%{version}-build',
    '%endif',
    '',
  ]
}

function description(pkg: Package): string[] {
  return ['%description', escapeMacros(pkg.description.trim()), '']
}

const preparation = ['%prep', '%setup -q -c', '', '%build', '# Nothing to build.', '']

function installation({ architectures }: PlannedPackage, pkg: Package): string[] {
  const names = (architecture: PlannedPackage['architectures'][number]) => {
    const { obs, deb } = namesOf(architecture)
    // For 32-bit ARM rpm's %{_arch} is the family, not the instruction set.
    return [...new Set([obs, deb, ...(obs === 'armv7l' ? ['arm', 'armv7hl'] : []), ...(obs === 'i586' ? ['i686'] : [])])].join(
      ' | ',
    )
  }
  return [
    '%install',
    '# %{_arch} is the name rpm gives the architecture, or dpkg under debbuild.',
    'case "%{_arch}" in',
    ...architectures.map((architecture) => `  ${names(architecture)}) folder=${architecture} ;;`),
    '  *) echo "%{name} is not published for %{_arch}." >&2; exit 1 ;;',
    'esac',
    ...pkg.files.map(installFile),
    '',
  ]
}

function installFile(file: PackagedFile): string {
  const from = 'binary' in file ? `"\${folder}/${file.binary}"` : `"${baseName(file.file)}"`
  return `install -D -p -m ${file.mode} ${from} %{buildroot}${macroPath(destination(file))}`
}

function files(pkg: Package): string[] {
  const line = (file: PackagedFile) =>
    `${'config' in file && file.config ? '%config(noreplace) ' : ''}${macroPath(destination(file))}`
  return ['%files', '%license LICENSE', '%doc README.md', ...pkg.files.map(line), '']
}

/** Where a file is installed. */
export function destination(file: PackagedFile): string {
  return 'binary' in file ? (file.to ?? `/usr/bin/${file.binary}`) : file.to
}

/** Writes well-known folders by their macros, as packagers do. */
function macroPath(path: string): string {
  const macros = [
    ['/usr/bin/', '%{_bindir}/'],
    ['/usr/sbin/', '%{_sbindir}/'],
    ['/etc/', '%{_sysconfdir}/'],
    ['/usr/share/', '%{_datadir}/'],
  ] as const
  const escaped = escapeMacros(path)
  for (const [folder, macro] of macros) if (escaped.startsWith(folder)) return `${macro}${escaped.slice(folder.length)}`
  return escaped
}

/** `%` begins a macro everywhere in a spec. */
function escapeMacros(text: string): string {
  return text.replaceAll('%', '%%')
}

function baseName(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1)
}
