import XMLBuilder from 'fast-xml-builder'
import type { Element } from './xml.js'

const attributesKey = ':@'
const textKey = '#text'
const options = { preserveOrder: true, ignoreAttributes: false, attributeNamePrefix: '', trimValues: true } as const

type Raw = Readonly<Record<string, unknown>>

/** Writes an element as text, indented. */
export function writeXml(root: Element): string {
  const builder = new XMLBuilder({ ...options, format: true, suppressEmptyNode: true })
  return `${builder.build([toRaw(root)]).trim()}\n`
}

function toRaw({ name, attributes, children, text }: Element): Raw {
  const content = text === '' ? children.map(toRaw) : [{ [textKey]: text }]
  return { [name]: content, ...(Object.keys(attributes).length > 0 ? { [attributesKey]: attributes } : {}) }
}
