import { UserError } from '../error.js'
import type { PlannedPackage, PlannedRelation } from '../plan/plan.js'
import type { RelationKind } from '../relation-kind.js'

const fields: Readonly<Partial<Record<RelationKind, string>>> = {
  requires: 'Depends',
  'requires-pre': 'Pre-Depends',
  'requires-post': 'Depends',
  recommends: 'Recommends',
  suggests: 'Suggests',
  conflicts: 'Conflicts',
  replaces: 'Replaces',
  provides: 'Provides',
  enhances: 'Enhances',
  breaks: 'Breaks',
}

/**
 * The field of a deb's control file that relations of a kind are in, when it has alternatives: debbuild keeps only the last
 * of them, so that such a field is written whole.
 */
export function ownField(planned: PlannedPackage, kind: RelationKind): string | undefined {
  const field = fields[kind]
  return relationsOf(planned).some((each) => fields[each.kind] === field && each.name.includes(' | ')) ? field : undefined
}

/** Debian's section, and after it the fields with alternatives: debbuild puts into the control file what the tag says. */
export function writeSection(planned: PlannedPackage): string {
  const { section } = planned.metadata
  const lines = new Map<string, string[]>()
  for (const relation of relationsOf(planned)) {
    const field = ownField(planned, relation.kind)
    if (field === undefined) continue
    if (relation.on !== undefined)
      throw new UserError(
        `The deb of ${planned.name} has alternatives in ${field}, and ${relation.name} is there on some architectures only; let it be on all.`,
      )
    lines.set(field, [...(lines.get(field) ?? []), ...itemsOf(relation)])
  }
  const written = [...lines].map(([field, items]) => `\\n${field}: ${[...new Set(items)].join(', ')}`)
  return written.length === 0 ? section : `%(printf '${section}${written.join('')}')`
}

function relationsOf({ builds }: PlannedPackage): readonly PlannedRelation[] {
  return builds.find(({ format }) => format === 'deb')?.relations ?? []
}

const signs: Readonly<Record<string, string>> = { '<': '<<', '>': '>>' }

function itemsOf({ name, bounds }: PlannedRelation): string[] {
  const own = name.toLowerCase().replaceAll('_', '-')
  if (bounds.length === 0) return [own]
  return bounds.map((bound) => {
    const [operator = '', version = ''] = bound.split(' ')
    return `${own} (${signs[operator] ?? operator} ${version})`
  })
}
