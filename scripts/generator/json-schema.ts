/** The parts of a JSON Schema (draft 7) that this project's configs need. */
export interface Schema {
  readonly type?: string | readonly string[]
  readonly description?: string
  readonly default?: unknown
  readonly const?: unknown
  readonly enum?: readonly unknown[]
  readonly anyOf?: readonly Schema[]
  readonly allOf?: readonly Schema[]
  readonly items?: Schema
  readonly properties?: Readonly<Record<string, Schema>>
  readonly required?: readonly string[]
  readonly additionalProperties?: Schema | boolean
  readonly $ref?: string
  readonly $schema?: string
}

/** Replaces each schema right inside another one; `name` is that of the nearest key around it. */
export function mapInner(schema: Schema, change: (inner: Schema, name: string) => Schema, name = ''): Schema {
  const { properties, additionalProperties: others, items, anyOf } = schema
  const changed = Object.entries(properties ?? {}).map(([key, value]) => [key, change(value, key)] as const)
  return {
    ...schema,
    ...(properties && { properties: Object.fromEntries(changed) }),
    ...(typeof others === 'object' && { additionalProperties: change(others, name) }),
    ...(items && { items: change(items, name) }),
    ...(anyOf && { anyOf: anyOf.map((each) => change(each, name)) }),
  }
}
