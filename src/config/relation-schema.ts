import * as v from 'valibot'
import { architecture, describe, formats, range } from './value-schema.js'

const comparisons = /^(?:any|none|(?:(?:>=|<=|>|<|=)\s*[^\s<>=]+\s*)+)$/

const constraint = v.pipe(v.string(), v.regex(comparisons, 'must be any, none, or comparisons such as ">= 1.2" or ">= 1.2 < 2"'))

const relationCase = v.pipe(
  v.strictObject({
    version: v.optional(describe(constraint, 'The versions of the other package. Default: any.')),
    versions: v.optional(
      describe(
        v.record(range, constraint),
        'The same for each range of versions of this package. Exactly one range must hold the version; `none` says that there is no relation.',
      ),
    ),
    formats: v.optional(formats),
    architectures: v.optional(describe(v.array(architecture), 'Only on these architectures.')),
  }),
  v.check((value) => value.version === undefined || value.versions === undefined, 'must have version or versions, not both'),
)

/** The name of another package, or of something it provides. */
const relatedName = v.pipe(
  v.string(),
  v.regex(/^(?!\d+$)[^\s,|<>=%]+$/, 'must be the name of a package, without spaces and versions'),
)

/** Relations to other packages by their names. */
export const relations = v.record(relatedName, v.union([constraint, relationCase, v.array(relationCase)]))

export type Relations = v.InferOutput<typeof relations>
export type RelationCase = v.InferOutput<typeof relationCase>
