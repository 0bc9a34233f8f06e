import { writeBranches, type Line } from './branch.js'
import { macroPath } from './macro.js'
import type { SpecModel } from './spec-model.js'

type Moment = 'pre' | 'post' | 'preun' | 'postun'

const moments: readonly Moment[] = ['pre', 'post', 'preun', 'postun']

/** The scriptlets: what the config says, and what systemd has to be told about the units. */
export function writeScripts(model: SpecModel): string[] {
  return moments.flatMap((moment) => {
    const own = model.planned.scripts[moment]?.trim()
    const lines = [...modeLines(moment, model), ...unitLines(moment, model)]
    if (own !== undefined) return [`%${moment}`, own, ...writeBranches(lines), '']
    // A scriptlet that is empty in one format would make that package need a shell for nothing.
    const only = (['deb', 'rpm'] as const).find((format) => lines.every(({ formats }) => !formats.includes(format)))
    const texts = lines.map(({ text }) => text)
    if (lines.length === 0) return []
    if (only === undefined) return [`%${moment}`, ...writeBranches(lines), '']
    return [`%if "%{_vendor}" ${only === 'rpm' ? '==' : '!='} "debbuild"`, `%${moment}`, ...texts, '%endif', '']
  })
}

/** One macro call for all units that are treated alike, as the macros take several. */
function unitLines(moment: Moment, model: SpecModel): Line[] {
  if (moment === 'pre') return []
  const groups = new Map<string, { macro: string; formats: Line['formats']; names: string[] }>()
  for (const { name, restart, formats } of model.planned.units) {
    const macro = `%systemd_${moment}${moment === 'postun' && restart ? '_with_restart' : ''}`
    const key = `${macro} ${formats.join()}`
    groups.set(key, { macro, formats, names: [...(groups.get(key)?.names ?? []), name] })
  }
  return [...groups.values()].map(({ macro, formats, names }) => ({ text: `${macro} ${names.join(' ')}`, formats }))
}

/** debbuild forgets the mode that a directory has in the list of files. */
function modeLines(moment: Moment, { planned: { files } }: SpecModel): Line[] {
  if (moment !== 'post') return []
  return files.flatMap((file): Line[] =>
    file.kind === 'directory' && file.mode !== '0755' && file.to.deb !== undefined
      ? [{ text: `chmod ${file.mode} ${macroPath(file.path)}`, formats: ['deb'] }]
      : [],
  )
}
