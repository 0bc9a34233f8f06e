import { writeDebianChangelog } from './changelog.js'
import { writeCopyright, writeOverrides } from './debian.js'
import { moments } from './moment.js'
import type { SpecModel } from './spec-model.js'
import { writeRpmlintrc } from './rpmlint.js'

/** A file of the source directory that the spec names. */
export interface SpecSource {
  readonly name: string
  /** Its content; the tarball's is not known here. */
  readonly text: string | undefined
}

/** What the spec is built from: the tarball, and small files beside it, in the order of their numbers. */
export function listSources(model: SpecModel): readonly SpecSource[] {
  const { planned } = model
  const { name } = planned
  const beside: SpecSource[] = [
    { name: `${name}.rpmlintrc`, text: writeRpmlintrc(model) },
    ...(planned.builds.some(({ format }) => format === 'deb')
      ? [
          { name: `${name}.copyright`, text: writeCopyright(model) },
          { name: `${name}.changelog`, text: writeDebianChangelog(model) },
          { name: `${name}.lintian-overrides`, text: writeOverrides(model) },
        ]
      : []),
    ...(planned.spec === undefined ? moments : []).map((moment) => ({
      name: `${name}.${moment}`,
      text: planned.scripts[moment],
    })),
  ]
  return [{ name: '%{name}_%{version}.orig.tar.xz', text: undefined }, ...beside.filter(({ text }) => text !== undefined)]
}

/** The files that only a deb has: the source of each by the end of its name, and where it is installed. */
export const debianOwn = [
  { suffix: '.copyright', path: '%{_docdir}/%{name}/copyright' },
  { suffix: '.changelog', path: '%{_docdir}/%{name}/changelog.Debian.gz' },
  { suffix: '.lintian-overrides', path: '%{_datadir}/lintian/overrides/%{name}' },
] as const

/** The macro of a source by the end of its name; undefined when the package has no such file. */
export function sourceMacro(model: SpecModel, suffix: string): string | undefined {
  const index = listSources(model).findIndex(({ name }) => name.endsWith(suffix))
  return index === -1 ? undefined : `%{SOURCE${index}}`
}
