import { formats, type Format } from '../format.js'
import { inBoth, inEach, inOnly, writeBranches, type Line } from './branch.js'
import { writeSection } from './deb-field.js'
import { escapeMacros } from './macro.js'
import { isForEveryMachine, type SpecModel } from './spec-model.js'
import { relationLines } from './relation-line.js'
import { listSources } from './sources.js'
import { listingFormats } from './tree.js'

/** The head of a spec: what the package is, what it is made of and what it needs. */
export function writePreamble(model: SpecModel): string[] {
  const { planned } = model
  const { metadata } = planned
  const { common, limited } = relationLines(model)
  return [
    '# One spec for both formats: rpmbuild makes the rpm of it, debbuild the deb.',
    '# Nothing is compiled. The tarball holds the programs as their project published',
    isForEveryMachine(model)
      ? '# them, the same for every machine, and they are shipped unchanged.'
      : '# them, in a folder for each architecture, and they are shipped unchanged.',
    ...(model.builder === undefined
      ? []
      : [`# OBS takes this spec in the builder ${model.builder} alone, in place of ${planned.name}.spec.`]),
    '%global debug_package %{nil}',
    '%global _build_id_links none',
    '%global __os_install_post %{nil}',
    // Newer versions of rpmbuild refuse a list that is empty, as on an architecture without the trees.
    ...(listingFormats(model).length === 0 ? [] : ['%global _empty_manifest_terminate_build 0']),
    ...writeBranches(inEach(formats, (format) => [`%global packager ${escapePackager(metadata.maintainer, format)}`])),
    '',
    `Name:           ${planned.name}`,
    ...(planned.epoch === undefined ? [] : [`Epoch:          ${planned.epoch}`]),
    `Version:        ${planned.version.package}`,
    '# OBS replaces this by a number that grows with each commit and each rebuild.',
    'Release:        0',
    ...field('Summary', metadata.summary),
    ...(isForEveryMachine(model) ? ['BuildArch:      noarch'] : []),
    // debbuild has no use for it.
    `License:        ${escapeMacros(metadata.license, 'rpm', 'field')}`,
    ...field('URL', metadata.url),
    ...listSources(model).map(({ name }, index) => `${`Source${index}:`.padEnd(16)}${name}`),
    '# Requirements are stated, never guessed from the programs.',
    'AutoReqProv:    no',
    ...writeBranches([...vendorLines(model), ...common]),
    ...limited,
    '',
  ]
}

function field(tag: string, text: string): string[] {
  return writeBranches(inEach(formats, (format) => [`${`${tag}:`.padEnd(16)}${escapeMacros(text, format, 'field')}`]))
}

/** rpmbuild expands this where it is defined, where a backslash is to be doubled too, and where it becomes the tag. */
function escapePackager(text: string, format: Format): string {
  const escaped = escapeMacros(text, format, 'field')
  return format === 'rpm' ? escapeMacros(escaped, format, 'field').replaceAll('\\', '\\\\') : escaped
}

function vendorLines({ planned }: SpecModel): Line[] {
  const units = planned.units.length > 0 || planned.files.some(({ path }) => path.startsWith('{unitdir}'))
  return [
    ...inOnly('deb', `Group:          ${writeSection(planned)}`),
    ...inOnly('rpm', 'BuildRoot:      %{_tmppath}/%{name}-%{version}-build'),
    ...(units
      ? [...inOnly('deb', 'BuildRequires:  systemd-deb-macros'), ...inOnly('rpm', 'BuildRequires:  systemd-rpm-macros')]
      : inBoth()),
  ]
}
