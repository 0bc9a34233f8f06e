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
          const wanted = formatsIn(each, builders)
          const formats = (pkg.formats ?? everyFormat).filter((format) => built.has(format) && wanted.includes(format))
          const own = judgeFormats(kind, other, each, formats)
          const whole = ['packages', name, kind, other, ...each.path]
          if (own !== undefined) return [{ path: whole, message: `${whole.join('.')} ${own}.` }]
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

/** The formats in which a relation holds. */
function formatsIn({ formats, builders: chosen }: RelationCase, builders: Config['builders']): readonly Format[] {
  return everyFormat.filter(
    (format) => (formats?.includes(format) ?? true) && (chosen?.some((name) => builders[name]?.format === format) ?? true),
  )
}

function judgeFormats(
  kind: RelationKind,
  other: string,
  { version }: RelationCase,
  formats: readonly Format[],
): string | undefined {
  const only =
    kind === 'breaks' || other.includes(' | ') ? 'deb' : kind === 'supplements' || other.startsWith('(') ? 'rpm' : undefined
  const lacking = formats.find((format) => only !== undefined && format !== only)
  const what = kind === 'breaks' || kind === 'supplements' ? kind : other
  if (lacking !== undefined) return `is about ${what}, which ${lacking}s do not have; say formats: [${only}]`
  const isPlain = 'holds' in version && version.bounds.length === 0
  return judgeVersion(other, isPlain)
}

function judgeVersion(other: string, isPlain: boolean): string | undefined {
  if (isPlain || !(other.includes(' | ') || other.startsWith('('))) return undefined
  return 'has a version beside a name that is an expression; leave it out'
}

function constraintsOf({ version }: RelationCase): { below: string[]; bounds: readonly Bound[] }[] {
  if ('holds' in version) return [{ below: [], bounds: version.bounds }]
  return version.map(({ range, value }) => ({ below: ['versions', range.text], bounds: value.bounds }))
}

const negative: readonly RelationKind[] = ['conflicts', 'replaces', 'breaks']

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
