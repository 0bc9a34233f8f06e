import { textsOf, writeBranches } from './branch.js'
import { moments } from './moment.js'
import { linesOf } from './upkeep.js'
import { scriptletLines } from './script-file.js'
import type { SpecModel } from './spec-model.js'

/** The scriptlets: what systemd has to be told about the units, and what the config says. */
export function writeScripts(model: SpecModel): string[] {
  const hasRpm = model.planned.builds.some(({ format }) => format === 'rpm')
  return moments.flatMap((moment) => {
    if (model.planned.scripts[moment] !== undefined)
      return hasRpm ? ['%if "%{_vendor}" != "debbuild"', ...scriptletLines(moment, model), '%endif', ''] : []
    const lines = linesOf(moment, model)
    // A scriptlet that is empty in one format would make that package need a shell for nothing.
    const only = (['deb', 'rpm'] as const).find((format) => lines.every(({ formats }) => !formats.includes(format)))
    if (lines.length === 0) return []
    if (only === undefined) return [`%${moment}`, ...writeBranches(lines), '']
    return [`%if "%{_vendor}" ${only === 'rpm' ? '==' : '!='} "debbuild"`, `%${moment}`, ...lines.flatMap(textsOf), '%endif', '']
  })
}
