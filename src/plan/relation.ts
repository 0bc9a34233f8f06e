import type { Package } from '../config/schema.js'
import { expandTemplate } from '../config/template.js'
import type { Format } from '../format.js'
import { relationKinds, type RelationKind } from '../relation-kind.js'
import { chooseByVersion } from '../version/choice.js'
import type { Constraint } from '../version/constraint.js'
import { withEpoch, type Version } from '../version/version.js'
import type { PlannedRelation } from './plan.js'

/** Tells what is wrong: the keys below the package that are to blame, and why. */
export type Blame = (path: readonly string[], problem: string) => void

/** The relations of a package at one version, in one builder of a format. */
export interface RelationRequest {
  readonly version: Version
  readonly format: Format
  /** Those of the package in the format. */
  readonly architectures: readonly string[]
  /** Those of them that the builder builds: of the others nobody is told what cannot be decided. */
  readonly built: readonly string[]
  /** The epoch of another package: that of its own when it is of the same config, else of the one that is related. */
  readonly epochOf: (name: string) => number | undefined
}

/**
 * Decides every relation, in the order in which a spec states their kinds; what cannot be decided is blamed.
 * @param pkg as the builder has it
 */
export function planRelations(pkg: Package, request: RelationRequest, blame: Blame): PlannedRelation[] {
  return relationKinds.flatMap((kind) => Object.keys(pkg[kind]).flatMap((name) => planRelation(pkg, kind, name, request, blame)))
}

/** One relation, a row for each constraint that holds on some of the architectures. */
function planRelation(pkg: Package, kind: RelationKind, name: string, request: RelationRequest, blame: Blame): PlannedRelation[] {
  const rows = new Map<string, { bounds: readonly string[]; on: string[] }>()
  for (const architecture of request.architectures) {
    const found = resolve(pkg, kind, name, request, architecture)
    if ('problem' in found) {
      if (request.built.includes(architecture)) blame([kind, name], found.problem)
    } else if (found.value.holds) {
      const bounds = fill(found.value, kind, name, request)
      const row = rows.get(bounds.join()) ?? { bounds, on: [] }
      row.on.push(architecture)
      rows.set(bounds.join(), row)
    }
  }
  return [...rows.values()].map(({ bounds, on }) => {
    const everywhere = on.length === request.architectures.length
    return { kind, name, bounds, ...(everywhere ? {} : { on }) }
  })
}

const none: Constraint = { holds: false, bounds: [] }

function resolve(pkg: Package, kind: RelationKind, name: string, { version, format }: RelationRequest, architecture: string) {
  const [chosen, second] = (pkg[kind][name] ?? []).filter(
    ({ formats, architectures }) => (formats?.includes(format) ?? true) && (architectures?.includes(architecture) ?? true),
  )
  if (second) return { problem: `has two entries for ${format} on ${architecture}; let them exclude each other` }
  if (!chosen) return { value: none }
  return 'holds' in chosen.version ? { value: chosen.version } : chooseByVersion(chosen.version, version)
}

function fill({ bounds }: Constraint, kind: RelationKind, name: string, { version, format, epochOf }: RelationRequest): string[] {
  const values = { 'package-version': withEpoch(version.package, epochOf(name)) }
  return bounds.flatMap(({ operator, version: template }) => {
    const bound = expandTemplate(template, values)
    return operator === '=' && format === 'deb' && kind !== 'provides' ? anyRelease(bound) : [`${operator} ${bound}`]
  })
}

/**
 * Bounds that hold for a version whatever its release, which dpkg compares and rpm leaves out: OBS gives each build another.
 * A letter is what dpkg puts right behind the end of a version: no other version lies between, not even 1.2.3+build.
 */
function anyRelease(version: string): string[] {
  return version.includes('-') ? [`= ${version}`] : [`>= ${version}`, `< ${version}A~`]
}
