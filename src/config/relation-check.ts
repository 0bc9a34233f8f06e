import { formats as everyFormat, type Format } from '../format.js'
import { relationKinds, type RelationKind } from '../relation-kind.js'
import type { Bound } from '../version/constraint.js'
import type { Fault } from './check.js'
import type { RelationCase } from './relation-schema.js'
import type { Config } from './schema.js'

/** Finds relations that would mean something else than they say. */
export function checkRelations({ packages, builders }: Config): Fault[] {
  const built = new Set<Format>(Object.values(builders).map(({ format }) => format))
  return Object.entries(packages).flatMap(([name, pkg]) =>
    relationKinds.flatMap((kind) =>
      Object.entries(pkg[kind]).flatMap(([other, cases]) =>
        cases.flatMap((each) => {
          const formats = (pkg.formats ?? everyFormat).filter((format) => built.has(format) && isIn(each, format))
          return constraintsOf(each).flatMap(({ below, bounds }): Fault[] => {
            const path = ['packages', name, kind, other, ...each.path, ...below]
            const problem = judge(kind, bounds, formats)
            return problem === undefined ? [] : [{ path, message: `${path.join('.')} ${problem}.` }]
          })
        }),
      ),
    ),
  )
}

function isIn({ formats }: RelationCase, format: Format): boolean {
  return formats === undefined || formats.includes(format)
}

function constraintsOf({ version }: RelationCase): { below: string[]; bounds: readonly Bound[] }[] {
  if ('holds' in version) return [{ below: [], bounds: version.bounds }]
  return version.map(({ range, value }) => ({ below: ['versions', range.text], bounds: value.bounds }))
}

const negative: readonly RelationKind[] = ['conflicts', 'replaces']

function judge(kind: RelationKind, bounds: readonly Bound[], formats: readonly Format[]): string | undefined {
  const isDeb = formats.includes('deb')
  if (bounds.length > 1 && (negative.includes(kind) || kind === 'provides'))
    return `has ${bounds.length} bounds, each of which would count alone; state one`
  const [bound] = bounds
  if (bound === undefined || !isDeb) return undefined
  if (kind === 'provides' && bound.operator !== '=')
    return `has ${bound.operator}, and a deb provides one version; write "= version"`
  if (negative.includes(kind) && bound.operator === '=' && !bound.version.includes('-'))
    return `has "= ${bound.version}" without a release, which is no version of a deb; state its release or another bound`
  return undefined
}
