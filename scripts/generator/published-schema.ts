import { shareRepeats } from './definition.js'
import { mapInner, type Schema } from './json-schema.js'

/** The JSON Schema for editors: a config that extends another one may leave out anything, and remove with null. */
export function publishedSchema(schema: Schema): object {
  const { $schema, ...whole } = schema
  const { schemas, definitions } = shareRepeats([loosen(whole), whole])
  const [part, complete] = schemas
  return {
    $schema,
    title: 'packages.yaml of obs-publish',
    type: 'object',
    if: { required: ['extends'] },
    then: part,
    else: complete,
    definitions,
  }
}

/** The same shape with every key optional, and null in the place of what a map holds. Lists are replaced as a whole. */
function loosen(schema: Schema): Schema {
  if (schema.items) return schema
  const loose = mapInner(schema, loosen)
  const { properties, additionalProperties: others } = loose
  const each = Object.entries(properties ?? {}).map(([name, value]) => [name, orNull(value)] as const)
  return {
    ...loose,
    ...(properties && { properties: Object.fromEntries(each), required: [] }),
    ...(typeof others === 'object' && { additionalProperties: orNull(others) }),
  }
}

function orNull({ const: constant, ...schema }: Schema): Schema {
  if (schema.anyOf) return { ...schema, anyOf: [...schema.anyOf, { type: 'null' }] }
  const choices = schema.enum ?? (constant === undefined ? undefined : [constant])
  return {
    ...schema,
    ...(schema.type !== undefined && { type: [schema.type, 'null'].flat() }),
    ...(choices && { enum: [...choices, null] }),
  }
}
