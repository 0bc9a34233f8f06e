import * as v from 'valibot'
import { formats as allFormats } from '../format.js'
import { readInstant } from '../instant.js'
import { parseRange, readRange, type Range } from '../version/range.js'

/**
 * Puts a description beside a schema; it ends up in the JSON Schema, in editors and in docs/packages.md. It stands before
 * whatever the schema makes of a value, because the JSON Schema is about what people write.
 */
export const describe = <S extends v.GenericSchema>(schema: S, description: string): S => {
  const [first, ...rest] = 'pipe' in schema && Array.isArray(schema.pipe) ? (schema.pipe as Parts) : [schema]
  const described: unknown = v.pipe(first, v.description(description), ...(rest as []))
  return described as S // a description changes no type
}

/** What a pipe of valibot is made of: a schema, and what follows it. */
type Parts = [v.GenericSchema, ...unknown[]]

export const line = v.pipe(v.string(), v.nonEmpty('must not be empty'), v.regex(/^[^\n]*$/, 'must be a single line'))

/** A line that a package shows: none of them keeps spaces around it. */
export const shownLine = v.pipe(line, v.regex(/^\S(?:.*\S)?$/, 'must not begin or end with spaces'))

export const identifier = v.pipe(
  v.string(),
  v.regex(/^[A-Za-z0-9][A-Za-z0-9.+_-]*$/, 'must start with a letter or digit and hold only letters, digits and . + _ -'),
)

/** A name that dpkg takes as a package's: deb-control(5). */
export const packageName = v.pipe(
  v.string(),
  v.regex(
    /^[a-z0-9][a-z0-9.+-]+$/,
    'must be at least two of a-z, 0-9, . + and -, a letter or digit first, to be the name of a deb',
  ),
)

/** A file below the folder of the config, or above it; never from the root of the machine. */
export const localPath = v.pipe(line, v.regex(/^[^/]/, 'must be relative to this file'))

export const mode = v.pipe(v.string(), v.regex(/^[0-7]{4}$/, 'must be an octal mode of four digits in quotes, such as "0755"'))

export const format = v.picklist(allFormats)

/** A moment, as milliseconds since the epoch. */
export const instant = v.pipe(
  v.string(),
  v.check((text) => readInstant(text) !== undefined, 'must be a time with its offset, such as 2026-12-01T17:00:00Z'),
  v.transform((text) => readInstant(text) ?? 0),
)

/** A name of the table of architectures; that it is one is checked when the table is complete. */
export const architecture = v.pipe(v.string(), v.regex(/^[a-z0-9_]+$/, 'must be the OBS name of an architecture, such as x86_64'))

const rangeText = v.pipe(
  v.string(),
  v.check((text) => readRange(text) !== undefined, 'must be a range of versions such as ">=1.28 <1.30", "1.26" or "*"'),
)

export const range = v.pipe(rangeText, v.transform(parseRange))

/** A value for each range of versions. */
export type RangeTable<T> = readonly { readonly range: Range; readonly value: T }[]

/** A map from ranges of versions to values. */
export const rangeTable = <T>(value: v.GenericSchema<unknown, T>) =>
  v.pipe(
    v.record(rangeText, value),
    v.transform((table): RangeTable<T> =>
      Object.entries(table).map(([text, each]) => ({ range: parseRange(text), value: each })),
    ),
  )

export const formats = describe(v.pipe(v.array(format), v.minLength(1, 'must name deb, rpm or both')), 'Only in these formats.')

export const builders = describe(
  v.pipe(v.array(identifier), v.minLength(1, 'must name at least one builder')),
  'Only in these builders.',
)

export const nonEmptyText = v.pipe(v.string(), v.nonEmpty('must not be empty'))
