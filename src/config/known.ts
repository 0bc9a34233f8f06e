import type { Key } from './document.js'
import { configSchema } from './schema.js'

/** The keys that the schema of a config knows at a path. */
export function knownKeys(path: readonly Key[]): string[] {
  return keysOf(configSchema, path)
}

/** The keys that a schema knows at a path. */
export function keysOf(schema: unknown, path: readonly Key[]): string[] {
  let schemas: unknown[] = [schema]
  for (const step of path) schemas = schemas.flatMap(alternatives).map((schema) => below(schema, step))
  return [...new Set(schemas.flatMap(alternatives).flatMap((schema) => Object.keys(entriesOf(schema))))]
}

/** A schema without its wrappers, or the schemas of a union. */
function alternatives(schema: unknown): unknown[] {
  if (typeof schema !== 'object' || schema === null) return []
  if ('wrapped' in schema) return alternatives(schema.wrapped)
  return 'options' in schema && Array.isArray(schema.options) ? schema.options.flatMap(alternatives) : [schema]
}

function below(schema: unknown, step: Key): unknown {
  const entry: unknown = Reflect.get(entriesOf(schema), String(step))
  if (entry !== undefined || typeof schema !== 'object' || schema === null) return entry
  if ('value' in schema) return schema.value
  return 'item' in schema ? schema.item : undefined
}

function entriesOf(schema: unknown): object {
  if (typeof schema !== 'object' || schema === null || !('entries' in schema)) return {}
  return typeof schema.entries === 'object' && schema.entries !== null ? schema.entries : {}
}
