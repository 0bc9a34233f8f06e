import { noarch } from '../architecture.js'
import type { PackageModel } from '../package/package-model.js'
import { unsaid, type DescribedPackage, type SpdxPackage, type SpdxRelationship } from './spdx-element.js'

/** What packages need, each requirement once. */
export interface RequirementBook {
  readonly add: (id: string, described: DescribedPackage) => readonly SpdxRelationship[]
  /** The elements of what is needed and not described itself. */
  readonly packages: () => readonly SpdxPackage[]
}

/** Kinds of relations without which a package is not installed. */
const needing = /^(?:depends|pre-depends|requires(?:\(.*\))?)$/

/** Opens a book for packages with these identifiers. */
export function openRequirements(all: ReadonlyMap<DescribedPackage, string>): RequirementBook {
  const known = new Map<string, SpdxPackage>()
  const idOf = ({ model }: DescribedPackage, relation: string): string => {
    const [name, ...siblings] = findDescribed(model, nameOf(relation), all)
    // Two of one name, for two distributions, are told apart by nobody.
    if (name !== undefined && siblings.length === 0) return name
    const key = `${model.format} ${relation}`
    const found = known.get(key) ?? describe(`SPDXRef-Requirement-${known.size + 1}`, model, relation)
    known.set(key, found)
    return found.SPDXID
  }
  return {
    add(id, described) {
      const kinds = Object.entries(described.model.relations).filter(([kind]) => needing.test(kind))
      const relations = [...new Set(kinds.flatMap(([, items]) => items))].sort()
      return relations.map((relation) => ({
        spdxElementId: id,
        relationshipType: 'DEPENDS_ON',
        relatedSpdxElement: idOf(described, relation),
      }))
    },
    packages: () => [...known.values()],
  }
}

/** The package that is needed; what names several, or a condition, stays whole. */
function nameOf(relation: string): string {
  return /[|(]/.test(relation) ? relation : (relation.split(' ')[0] ?? relation)
}

function findDescribed(
  { format, architecture }: DescribedPackage['model'],
  name: string,
  all: ReadonlyMap<DescribedPackage, string>,
): readonly string[] {
  return [...all].flatMap(([{ model }, id]) => {
    const fits = model.architecture === architecture || model.architecture === noarch
    return model.format === format && model.name === name && fits ? [id] : []
  })
}

function describe(id: string, { format }: Pick<PackageModel, 'format'>, relation: string): SpdxPackage {
  return {
    SPDXID: id,
    name: nameOf(relation),
    downloadLocation: 'NOASSERTION',
    filesAnalyzed: false,
    licenseDeclared: 'NOASSERTION',
    ...unsaid,
    comment: `what a ${format} states that it needs: ${relation}`,
  }
}
