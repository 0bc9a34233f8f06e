import { mapInner, type Schema } from './json-schema.js'

/** Characters of JSON: what is shorter is easier to read where it stands. */
const shortest = 300

/**
 * Moves what several places have alike, but for its description and default, into definitions, each named by the key
 * where it is found first.
 */
export function shareRepeats(given: readonly Schema[]): { schemas: Schema[]; definitions: Record<string, Schema> } {
  const counts = countShapes(given)
  const definitions: Record<string, Schema> = {}
  const names = new Map<string, string>()
  const share = (schema: Schema, key: string): Schema => {
    const { notes, shape, text } = split(schema)
    if (text.length < shortest || counts.get(text) === 1) return mapInner(schema, share, key)
    const name = names.get(text) ?? freeName(key, definitions)
    if (!names.has(text)) {
      names.set(text, name)
      definitions[name] = {} // takes the name before those within it
      definitions[name] = mapInner(shape, share, key)
    }
    const reference = { $ref: `#/definitions/${name}` }
    // In draft 7 what stands beside a $ref means nothing.
    return Object.keys(notes).length === 0 ? reference : { ...notes, allOf: [reference] }
  }
  return { schemas: given.map((schema) => mapInner(schema, share)), definitions }
}

function countShapes(given: readonly Schema[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>()
  const count = (schema: Schema): Schema => {
    const { text } = split(schema)
    counts.set(text, (counts.get(text) ?? 0) + 1)
    return mapInner(schema, count)
  }
  given.forEach((schema) => count(schema))
  return counts
}

function freeName(key: string, taken: object): string {
  let name = key
  for (let number = 2; name in taken; number++) name = `${key}-${number}`
  return name
}

/** What a schema says about values, and what it says to people. */
function split(schema: Schema): { notes: Schema; shape: Schema; text: string } {
  const { description, default: value, ...shape } = schema
  const notes = { ...(description !== undefined && { description }), ...(value !== undefined && { default: value }) }
  return { notes, shape, text: JSON.stringify(shape) }
}
