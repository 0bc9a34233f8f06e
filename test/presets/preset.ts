import { readFileSync } from 'node:fs'
import { extendedBy, readConfig, type LoadedConfig } from '../../src/config/config.js'
import { parseConfigDocument, type ConfigDocument } from '../../src/config/document.js'
import { relationKinds } from '../../src/config/relation-kind.js'
import { makePlan, type Plan } from '../../src/plan/planner.js'
import { listRelations } from '../../src/plan/relation.js'

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
  const { config, locate } = readPreset(name)
  return makePlan(config, { version, packages: [] }, locate)
}

/** What every package of a preset wants of others, by format and architectures, as text for a golden file. */
export function describeRequirements(name: string, version: string): string {
  const { config } = readPreset(name)
  const plan = planPreset(name, version)
  const lines = plan.packages.flatMap((planned) =>
    planned.builds.flatMap(({ format, architectures }) => {
      const pkg = config.packages[planned.name]
      const wanted = new Map<string, string[]>()
      for (const architecture of architectures) {
        const place = { version: planned.version, format, architecture }
        const relations = pkg
          ? relationKinds.flatMap((kind) => listRelations(pkg, kind, place).map((each) => ({ kind, ...each })))
          : []
        for (const { kind, name: other, constraints } of relations) {
          const line = `  ${kind} ${[other, ...constraints].join(' ')}`
          wanted.set(line, [...(wanted.get(line) ?? []), architecture])
        }
      }
      const limited = [...wanted].map(([line, on]) => (on.length === architectures.length ? line : `${line} on ${on.join(' ')}`))
      return [`${planned.name} ${planned.version.package} ${format} ${architectures.join(' ')}`, ...limited]
    }),
  )
  return [...lines, ''].join('\n')
}
