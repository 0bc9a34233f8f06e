import { formats, type Format } from '../format.js'
import { moments, scriptAt } from '../plan/script.js'
import { inEach, textsOf, writeBranches } from './branch.js'
import { scriptletLines } from './script-file.js'
import type { SpecModel } from './spec-model.js'
import { linesOf } from './upkeep.js'

/** The scriptlets: what users and units need, and what the config says. */
export function writeScripts(model: SpecModel): string[] {
  const { planned } = model
  return moments.flatMap((moment) => {
    // debbuild finds the script of the config where it writes scripts itself.
    const isOwn = (format: Format) => scriptAt(planned, moment, format) !== undefined
    const own = isOwn('rpm') ? ['%if "%{_vendor}" != "debbuild"', ...scriptletLines(moment, model), '%endif', ''] : []
    const lines = linesOf(moment, model).flatMap((line) => {
      const here = line.formats.filter((format) => !isOwn(format))
      return here.length === 0 ? [] : [{ ...line, formats: here }]
    })
    if (lines.length === 0) return own
    // A scriptlet that is empty in one format would make that package need a shell for nothing.
    const lacking = formats.find((format) => lines.every((line) => !line.formats.includes(format)))
    const write = (format: Format) => lines.filter((line) => line.formats.includes(format)).flatMap(textsOf)
    if (lacking === undefined) return [...own, `%${moment}`, ...writeBranches(inEach(formats, write)), '']
    const [test, only] = lacking === 'rpm' ? (['==', 'deb'] as const) : (['!=', 'rpm'] as const)
    return [...own, `%if "%{_vendor}" ${test} "debbuild"`, `%${moment}`, ...write(only), '%endif', '']
  })
}
