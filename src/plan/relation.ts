import { relationKinds, type RelationKind } from '../config/relation-kind.js'
import type { Architecture, Format, Package } from '../config/schema.js'
import { expandTemplate } from '../config/template.js'
import { chooseByVersion } from '../version/choice.js'
import type { Version } from '../version/version.js'

/** What a package wants of another one: in all of these ranges, or at any version when there is none. */
export interface Relation {
  readonly name: string
  /** `>= 1.2`, an operator and a version as packages carry it. */
  readonly constraints: readonly string[]
}

/** The relations of a package at one version, in one format, on one architecture. */
export interface Place {
  readonly version: Version
  readonly format: Format
  readonly architecture: Architecture
}

/** The relations of one kind that hold at a place. Ask {@link findRelationProblems} first: here a problem is a bug. */
export function listRelations(pkg: Package, kind: RelationKind, place: Place): readonly Relation[] {
  return Object.keys(pkg[kind]).flatMap((name) => {
    const resolved = resolveRelation(pkg, kind, name, place)
    if ('problem' in resolved) throw new Error(resolved.problem)
    return resolved.constraint === 'none' ? [] : [{ name, constraints: splitConstraint(resolved.constraint, place.version) }]
  })
}

/** What keeps the relations of a package from being known at a place: the key that is to blame, and why. */
export function findRelationProblems(pkg: Package, place: Place): { path: string[]; problem: string }[] {
  return relationKinds.flatMap((kind) =>
    Object.keys(pkg[kind]).flatMap((name) => {
      const resolved = resolveRelation(pkg, kind, name, place)
      return 'problem' in resolved ? [{ path: [kind, name], problem: resolved.problem }] : []
    }),
  )
}

type Resolved = { readonly constraint: string } | { readonly problem: string }

function resolveRelation(pkg: Package, kind: RelationKind, name: string, place: Place): Resolved {
  const relation = pkg[kind][name] ?? 'none'
  if (typeof relation === 'string') return { constraint: relation }
  const { format, architecture, version } = place
  const cases = (Array.isArray(relation) ? relation : [relation]).filter(
    ({ formats, architectures }) =>
      (formats === undefined || formats.includes(format)) &&
      (architectures === undefined || architectures.includes(architecture)),
  )
  const [chosen, second] = cases
  if (second) return { problem: `has two entries for ${format} on ${architecture}; let them exclude each other` }
  if (!chosen) return { constraint: 'none' }
  if (chosen.versions === undefined) return { constraint: chosen.version ?? 'any' }
  const choice = chooseByVersion(chosen.versions, version)
  return 'value' in choice ? { constraint: choice.value } : choice
}

function splitConstraint(constraint: string, version: Version): string[] {
  if (constraint === 'any') return []
  const filled = expandTemplate(constraint, { 'package-version': version.package })
  return [...filled.matchAll(/(>=|<=|>|<|=)\s*([^\s<>=]+)/g)].map(([, operator = '', bound = '']) => `${operator} ${bound}`)
}
