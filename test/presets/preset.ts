import { readFileSync } from 'node:fs'
import { extendedBy, readConfig, type LoadedConfig } from '../../src/config/config.js'
import { parseConfigDocument, type ConfigDocument } from '../../src/config/document.js'
import type { Plan } from '../../src/plan/plan.js'
import { planOf } from '../support/plan.js'

/** Reads a preset, and what it extends. */
export function readPreset(name: string): LoadedConfig {
  const [first, ...rest] = documentsOf(name)
  if (!first) throw new Error(`there is no preset ${name}`)
  return readConfig([first, ...rest])
}

function documentsOf(name: string): ConfigDocument[] {
  const file = `presets/${name}/packages.yaml`
  const document = parseConfigDocument(file, readFileSync(file, 'utf8'), `presets/${name}`)
  const base = extendedBy(document)
  return [document, ...(base === undefined ? [] : documentsOf(base))]
}

/** Plans every package of a preset at a version. */
export function planPreset(name: string, version: string): Plan {
  return planOf(readPreset(name), { version })
}

/** What every package of a preset wants of others, by format and architectures, as text for a golden file. */
export function describeRequirements(name: string, version: string): string {
  const plan = planPreset(name, version)
  const lines = plan.packages.flatMap((planned) =>
    planned.builds.flatMap(({ format, architectures, relations }) => {
      const wanted = relations.map(({ kind, name: other, bounds, on }) =>
        [`  ${kind}`, other, ...bounds, ...(on === undefined ? [] : ['on', ...on])].join(' '),
      )
      return [`${planned.name} ${planned.version.package} ${format} ${architectures.join(' ')}`, ...wanted]
    }),
  )
  return [...lines, ''].join('\n')
}
