import { formats, type Format } from '../format.js'
import { moments, scriptAt } from '../plan/script.js'
import { textsOf, writeInOrder } from './branch.js'
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
    const texts = lines.flatMap(textsOf)
    if (lacking === undefined) return [...own, `%${moment}`, ...writeInOrder(lines), '']
    return [...own, `%if "%{_vendor}" ${lacking === 'rpm' ? '==' : '!='} "debbuild"`, `%${moment}`, ...texts, '%endif', '']
  })
}
