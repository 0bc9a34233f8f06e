import { writeDebianChangelog } from './changelog.js'
import { writeCopyright, writeOverrides } from './debian.js'
import { listOwnFiles } from '../plan/account.js'
import type { Format } from '../format.js'
import type { PlannedPackage } from '../plan/plan.js'
import { maintainerScriptAt, moments, scriptAt, type Moment } from '../plan/script.js'
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
  const { planned, whole } = model
  const { name } = planned
  const common = listOwn(whole)
  const beside: SpecSource[] = [
    { name: `${name}.rpmlintrc`, text: writeRpmlintrc(model) },
    ...(planned.builds.some(({ format }) => format === 'deb')
      ? [
          { name: `${name}.copyright`, text: writeCopyright(model) },
          { name: `${name}.changelog`, text: writeDebianChangelog(model) },
          { name: `${name}.lintian-overrides`, text: writeOverrides(model) },
        ]
      : []),
    ...listOwn(planned).map(({ suffix, text }) => {
      const isCommon = common.some((each) => each.suffix === suffix && each.text === text)
      return { name: `${isCommon ? name : model.name}${suffix}`, text }
    }),
  ]
  return [{ name: '%{name}_%{version}.orig.tar.xz', text: undefined }, ...beside.filter(({ text }) => text !== undefined)]
}

/** What the package has besides its files, each as a file beside the spec. */
function listOwn(planned: PlannedPackage): { suffix: string; text: string }[] {
  return planned.spec === undefined ? [...listScriptFiles(planned), ...listOwnFiles(planned)] : []
}

function listScriptFiles(planned: PlannedPackage): { suffix: string; text: string }[] {
  const files = new Map<string, string>()
  for (const moment of moments)
    for (const format of ['rpm', 'deb'] as const) {
      const text = scriptAt(planned, moment, format)
      if (text !== undefined) files.set(scriptSuffix(planned, moment, format), text)
    }
  return [...files].map(([suffix, text]) => ({ suffix, text }))
}

/** The end of the name of the file that has a script: rpm's name for it, and dpkg's where the deb has a script of its own. */
export function scriptSuffix(planned: PlannedPackage, moment: Moment, format: Format): string {
  const isShared = scriptAt(planned, moment, 'deb') === scriptAt(planned, moment, 'rpm')
  return `.${format === 'rpm' || isShared ? moment : (maintainerScriptAt(moment) ?? moment)}`
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
