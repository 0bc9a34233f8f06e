import type { Format } from '../format.js'
import { inOnly, textsOf, type Line } from './branch.js'
import type { Moment } from './moment.js'
import { ghostLines, ownerLines } from './owner.js'
import type { SpecModel } from './spec-model.js'

/** What a scriptlet does in one format before the script of the config: after one that ends with exit nothing would run. */
export function generatedLines(moment: Moment, model: SpecModel, format: Format): string[] {
  return linesOf(moment, model)
    .filter(({ formats }) => formats.includes(format))
    .flatMap(textsOf)
}

/** What a scriptlet does by itself, in both formats. */
export function linesOf(moment: Moment, model: SpecModel): Line[] {
  const { files } = model.planned
  const owners = moment === 'post' ? files.flatMap((file) => ownerLines(file, model)) : []
  const ghosts = moment === 'postun' ? files.flatMap((file) => ghostLines(file, model)) : []
  return [...owners, ...ghosts, ...unitLines(moment, model)]
}

/** One macro call for all units that are treated alike, as the macros take several; after them what they leave undone. */
function unitLines(moment: Moment, { planned: { units } }: SpecModel): Line[] {
  if (moment === 'pre') return []
  const groups = new Map<string, { macro: string; formats: readonly Format[]; names: string[] }>()
  for (const { name, restart, formats } of units) {
    const macro = `%systemd_${moment}${moment === 'postun' && restart && !isTemplate(name) ? '_with_restart' : ''}`
    const key = `${macro} ${formats.join()}`
    groups.set(key, { macro, formats, names: [...(groups.get(key)?.names ?? []), name] })
  }
  const calls = [...groups.values()].map(({ macro, formats, names }) => ({ text: `${macro} ${names.join(' ')}`, formats }))
  const templates = units.filter(({ name, restart }) => isTemplate(name) && (restart || moment === 'preun'))
  return [...calls, ...templates.flatMap(({ name, formats }) => formats.flatMap((format) => instanceLines(moment, name, format)))]
}

function isTemplate(name: string): boolean {
  return name.includes('@.')
}

/**
 * What a unit's macro does, for the instances of a template: the macros hand the template's own name on, under which nothing
 * runs, and their helper of newer versions takes no pattern. systemctl takes a pattern for the units that it has loaded.
 */
function instanceLines(moment: Moment, name: string, format: Format): Line[] {
  const verb = { pre: undefined, post: undefined, preun: 'stop', postun: 'try-restart' }[moment]
  if (verb === undefined) return []
  const [removed, upgraded] =
    format === 'deb' ? ['[ "$1" = remove ]', '[ "$1" = upgrade ]'] : ['[ "$1" -eq 0 ]', '[ "$1" -ge 1 ]']
  return inOnly(
    format,
    `if ${moment === 'preun' ? removed : upgraded} && [ -d /run/systemd/system ]; then`,
    ...(moment === 'postun' ? ['  systemctl daemon-reload || :'] : []),
    `  systemctl ${verb} '${name.replace('@.', '@*.')}' || :`,
    'fi',
  )
}
