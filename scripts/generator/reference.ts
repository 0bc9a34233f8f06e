import { escapeCell, renderTable } from './markdown.js'
import type { Schema } from './json-schema.js'

/** What a key of a map is called in the headings of the reference. */
const placeholders: Readonly<Record<string, string>> = {
  channels: '<channel>',
  architectures: '<architecture>',
  builders: '<builder>',
  packages: '<package>',
  files: '<path>',
  units: '<unit>',
}

/** Writes the reference of a config: for each map with known keys a heading and a table, from the outside in. */
export function renderReference(schema: Schema): string {
  const sections: string[] = []
  const seen = new Set<string>()
  const visit = (path: string, node: Schema) => {
    const { properties } = node
    if (properties === undefined) return
    const shape = JSON.stringify(properties)
    if (seen.has(shape)) return
    seen.add(shape)
    const rows = Object.entries(properties).map(([name, value]) => [
      `\`${name}\`${node.required?.includes(name) ? ' (required)' : ''}`,
      kindOf(value),
      escapeCell(value.description ?? ''),
      defaultOf(value),
    ])
    sections.push(
      `### ${path === '' ? 'The whole file' : `\`${path}\``}`,
      renderTable(['Key', 'Kind', 'Meaning', 'Default'], rows),
    )
    for (const [name, value] of Object.entries(properties))
      for (const [below, inner] of innerMaps(path, name, value)) visit(below, inner)
  }
  visit('', schema)
  return sections.join('\n\n')
}

/** The maps with known keys that a value holds, with their paths. */
function innerMaps(path: string, name: string, value: Schema): [string, Schema][] {
  const here = path === '' ? name : `${path}.${name}`
  const placeholder = placeholders[name] ?? '<name>'
  return alternatives(value).flatMap((each): [string, Schema][] => {
    if (each.properties) return [[here, each]]
    if (each.items) return alternatives(each.items).map((item) => [`${here}[]`, item])
    const { additionalProperties } = each
    return typeof additionalProperties === 'object'
      ? alternatives(additionalProperties).map((item) => [`${here}.${placeholder}`, item])
      : []
  })
}

function alternatives(schema: Schema): readonly Schema[] {
  return schema.anyOf?.flatMap(alternatives) ?? [schema]
}

function kindOf(schema: Schema): string {
  const kinds = alternatives(schema).map((each) => {
    if (each.const !== undefined) return `\`${JSON.stringify(each.const)}\``
    if (each.enum) return each.enum.map((value) => `\`${String(value)}\``).join(', ')
    if (each.items) return `list of ${plural(kindOf(each.items))}`
    if (each.properties) return 'map'
    if (typeof each.additionalProperties === 'object') return `map of ${plural(kindOf(each.additionalProperties))}`
    return { string: 'text', integer: 'number', boolean: 'true or false' }[String(each.type)] ?? each.type ?? 'any'
  })
  return [...new Set(kinds)].join(' or ')
}

function plural(kind: string): string {
  return kind
    .replace(/^map$/, 'maps')
    .replace(/^text or map$/, 'texts or maps')
    .replace(/^text$/, 'texts')
    .replace(/^number$/, 'numbers')
}

function defaultOf({ default: value }: Schema): string {
  if (value === undefined || (typeof value === 'object' && JSON.stringify(value).length === 2)) return ''
  return `\`${typeof value === 'string' ? value : JSON.stringify(value)}\``
}

/** The meanings of placeholders, as a table. */
export function renderPlaceholders(meanings: Readonly<Record<string, string>>): string {
  return renderTable(
    ['Placeholder', 'What it stands for'],
    Object.entries(meanings).map(([name, meaning]) => [`\`${name}\``, escapeCell(meaning)]),
  )
}
