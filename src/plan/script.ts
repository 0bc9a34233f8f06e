import type { Package } from '../config/schema.js'
import { listScripts, maintainerScripts, type CommonMoment, type StatedScript } from '../config/stated-script.js'
import type { Format } from '../format.js'
import type { PlannedPackage } from './plan.js'

/** When a scriptlet runs, by rpm's name. */
export type Moment = CommonMoment | 'pretrans' | 'posttrans'

/** All of them, in the order of a package's life. */
export const moments: readonly Moment[] = ['pretrans', 'pre', 'post', 'preun', 'postun', 'posttrans']

/** The scripts of a package in the formats that it is built in. */
export function planScripts(pkg: Package, formats: readonly Format[]): PlannedPackage['scripts'] {
  const all = listScripts(pkg)
  const of = (format: Format) =>
    Object.fromEntries(
      all.filter((each) => formats.includes(format) && each.format === format).map((each) => [each.name, textOf(each)]),
    )
  return { deb: of('deb'), rpm: of('rpm') }
}

/** The text of a script. Throws when nobody has read its file. */
export function textOf({ body, path }: StatedScript): string {
  if (typeof body === 'string') return body
  throw new Error(`${path.join('.')} is in the file ${body.file}, which was not read`)
}

/** The lines of tmpfiles.d that a package has. */
export function tmpfilesOf({ tmpfiles }: Package): readonly string[] {
  if ('file' in tmpfiles) throw new Error(`tmpfiles are in the file ${tmpfiles.file}, which was not read`)
  return tmpfiles
}

/** The script of a format at a moment; undefined when the config has none. */
export function scriptAt({ scripts }: PlannedPackage, moment: Moment, format: Format): string | undefined {
  if (format === 'rpm') return scripts.rpm[moment]
  const name = maintainerScriptAt(moment)
  return name === undefined ? undefined : scripts.deb[name]
}

/** What dpkg calls a moment; undefined for one that it has not. */
export function maintainerScriptAt(moment: Moment): (typeof maintainerScripts)[CommonMoment] | undefined {
  return moment === 'pretrans' || moment === 'posttrans' ? undefined : maintainerScripts[moment]
}
