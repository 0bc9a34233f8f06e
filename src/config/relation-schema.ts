import * as v from 'valibot'
import { isConstraint, parseConstraint, type Constraint } from '../version/constraint.js'
import type { Format } from '../format.js'
import type { Key } from './document.js'
import { architecture, builders, describe, formats, rangeTable, type RangeTable } from './value-schema.js'

const constraintText = v.pipe(
  v.string(),
  v.check(isConstraint, 'must be any, none, or comparisons such as ">= 1.2" or ">= 1.2 < 2"'),
)

const constraint = v.pipe(constraintText, v.transform(parseConstraint))

const relationCase = v.pipe(
  v.strictObject({
    version: v.optional(describe(constraint, 'The versions of the other package. Default: any.')),
    versions: v.optional(
      describe(
        rangeTable(constraint),
        'The same for each range of versions of this package. Exactly one range must hold the version; `none` says that there is no relation.',
      ),
    ),
    formats: v.optional(formats),
    builders: v.optional(builders),
    architectures: v.optional(describe(v.array(architecture), 'Only on these architectures.')),
  }),
  v.check((value) => value.version === undefined || value.versions === undefined, 'must have version or versions, not both'),
)

/** A relation where it holds: in some formats, on some architectures. */
export interface RelationCase {
  /** The one of any version, or by ranges of the package's own. */
  readonly version: Constraint | RangeTable<Constraint>
  readonly formats?: readonly Format[] | undefined
  readonly builders?: readonly string[] | undefined
  readonly architectures?: readonly string[] | undefined
  /** The keys below the name of the relation. */
  readonly path: readonly Key[]
}

const any: Constraint = { holds: true, bounds: [] }

/** A single constraint, one case or several, as the list of cases that all of them are. */
const cases = v.pipe(
  v.union([constraintText, relationCase, v.array(relationCase)]),
  v.transform((value): readonly RelationCase[] => {
    if (typeof value === 'string') return [{ version: parseConstraint(value), path: [] }]
    const isList = Array.isArray(value)
    return [value].flat().map(({ version = any, versions, ...where }, index) => ({
      ...where,
      version: versions ?? version,
      path: isList ? [index] : [],
    }))
  }),
)

/** The name of another package, or of something it provides; `a | b` in debs, `(a if b)` in rpms. */
const relatedName = v.pipe(
  v.string(),
  v.regex(
    /^(?:(?!\d+$)[^\s,|<>=%'\\]+(?: \| [^\s,|<>=%'\\]+)*|\([^%\\\n]+\))$/,
    'must be the name of a package, without spaces and versions; "a | b" in debs, or "(a if b)" in rpms',
  ),
)

/** Relations to other packages by their names. */
export const relations = v.record(relatedName, cases)
