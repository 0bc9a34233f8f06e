import type { Format } from '../format.js'
import { inOnly, type Line } from './branch.js'
import type { Moment } from './moment.js'
import { ownerLines } from './owner.js'
import type { SpecModel } from './spec-model.js'

/** What a scriptlet does in one format before the script of the config: after one that ends with exit nothing would run. */
export function generatedLines(moment: Moment, model: SpecModel, format: Format): string[] {
  return linesOf(moment, model)
    .filter(({ formats }) => formats.includes(format))
    .map(({ text }) => text)
}

/** What a scriptlet does by itself, in both formats. */
export function linesOf(moment: Moment, model: SpecModel): Line[] {
  const owners = moment === 'post' ? inOnly('deb', ...model.planned.files.flatMap(ownerLines)) : []
  return [...owners, ...unitLines(moment, model)]
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
