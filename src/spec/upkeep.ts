import type { Format } from '../format.js'
import type { Moment } from '../plan/script.js'
import { accountLines, tmpfilesLines } from './account-line.js'
import { inBoth, inOnly, limit, limitsOf, textsOf, type Line } from './branch.js'
import { ownerLines, purgeLines } from './owner.js'
import type { SpecModel } from './spec-model.js'

/**
 * What a scriptlet does in one format before the script of the config: users are made first, then files are given to them,
 * then what tmpfiles.d says is made. What is taken down is taken down before the script, too.
 */
export function linesBefore(moment: Moment, model: SpecModel, format: Format): string[] {
  return ofFormat(earlyLines(moment, model), format)
}

/** What it does after the script: a daemon starts when the script has prepared everything for it. */
export function linesAfter(moment: Moment, model: SpecModel, format: Format): string[] {
  return ofFormat(lateLines(moment, model), format)
}

/** What a scriptlet does by itself, in both formats. */
export function linesOf(moment: Moment, model: SpecModel): Line[] {
  return [...earlyLines(moment, model), ...lateLines(moment, model)]
}

function earlyLines(moment: Moment, model: SpecModel): Line[] {
  const { planned } = model
  switch (moment) {
    case 'pre':
      return inOnly('rpm', ...accountLines(planned, 'rpm'))
    case 'post':
      return [
        ...inOnly('deb', ...accountLines(planned, 'deb')),
        ...planned.files.flatMap((file) => ownerLines(file, model)),
        ...inBoth(...tmpfilesLines(planned)),
      ]
    case 'postun':
      return [...planned.files.flatMap((file) => purgeLines(file, model)), ...unitLines(moment, model)]
    case 'preun':
      return unitLines(moment, model)
    case 'pretrans':
    case 'posttrans':
      return []
  }
}

function lateLines(moment: Moment, model: SpecModel): Line[] {
  return moment === 'post' ? unitLines(moment, model) : []
}

function ofFormat(lines: readonly Line[], format: Format): string[] {
  return lines.filter(({ formats }) => formats.includes(format)).flatMap(textsOf)
}

/**
 * One macro call for all units that are treated alike, as the macros take several; after them what they leave undone. Units
 * that only some architectures have are called for there.
 */
function unitLines(moment: Moment, model: SpecModel): Line[] {
  const groups = new Map<string, { macro: string; unit: PlannedUnit; names: string[] }>()
  for (const unit of model.planned.units) {
    const { name, restart, formats, on } = unit
    const macro = `%systemd_${moment}${moment === 'postun' && restart && !isTemplate(name) ? '_with_restart' : ''}`
    const key = `${macro} ${formats.join()} ${JSON.stringify(on)}`
    groups.set(key, { macro, unit, names: [...(groups.get(key)?.names ?? []), name] })
  }
  const calls = [...groups.values()].flatMap(({ macro, unit: { formats, on }, names }): Line[] => {
    const text = `${macro} ${names.join(' ')}`
    if (on === undefined) return [{ text, formats }]
    return formats.flatMap((format) => limit(inOnly(format, text), limitsOf({ on }, format, model)))
  })
  const templates = model.planned.units.filter(({ name, restart }) => isTemplate(name) && (restart || moment === 'preun'))
  return [
    ...calls,
    ...templates.flatMap(({ name, formats, on }) =>
      formats.flatMap((format) => limit(instanceLines(moment, name, format), limitsOf({ on }, format, model))),
    ),
  ]
}

type PlannedUnit = SpecModel['planned']['units'][number]

function isTemplate(name: string): boolean {
  return name.includes('@.')
}

/**
 * What a unit's macro does, for the instances of a template: the macros hand the template's own name on, under which nothing
 * runs, and their helper of newer versions takes no pattern. systemctl takes a pattern for the units that it has loaded.
 */
function instanceLines(moment: Moment, name: string, format: Format): Line[] {
  const verb = moment === 'preun' ? 'stop' : moment === 'postun' ? 'try-restart' : undefined
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
