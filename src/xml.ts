import XMLBuilder from 'fast-xml-builder'
import { XMLParser } from 'fast-xml-parser'

/** An element: attributes, child elements in order, and text. */
export interface Element {
  readonly name: string
  readonly attributes: Readonly<Record<string, string>>
  readonly children: readonly Element[]
  readonly text: string
}

const attributesKey = ':@'
const textKey = '#text'
const options = {
  preserveOrder: true,
  ignoreAttributes: false,
  attributeNamePrefix: '',
  parseAttributeValue: false,
  parseTagValue: false,
  trimValues: true,
} as const

type Raw = Readonly<Record<string, unknown>>

/**
 * Parses a document and returns its root element; throws an Error when there is none.
 * @param trim whether white space around texts is layout, as OBS writes it; rpm's texts keep theirs
 */
export function parseXml(text: string, { trim = true } = {}): Element {
  // With preserveOrder the parser yields a list of single-key records.
  const raw = new XMLParser({ ...options, trimValues: trim, ignoreDeclaration: true, ignorePiTags: true }).parse(
    text,
  ) as readonly Raw[]
  const root = toElements(raw)[0]
  if (!root) throw new Error(`not an XML document: ${JSON.stringify(text.slice(0, 80))}`)
  return root
}

function toElements(raw: readonly Raw[]): Element[] {
  return raw.flatMap((node) => {
    const name = Object.keys(node).find((key) => key !== attributesKey && key !== textKey)
    if (name === undefined) return []
    // preserveOrder: the value of a tag is the list of its children.
    const content = (node[name] ?? []) as readonly Raw[]
    const attributes = (node[attributesKey] ?? {}) as Readonly<Record<string, string>>
    const text = content.flatMap((child) => (textKey in child ? [String(child[textKey])] : [])).join('')
    return [{ name, attributes, children: toElements(content), text }]
  })
}

/** Makes an element to be written. */
export function element(
  name: string,
  attributes: Readonly<Record<string, string>> = {},
  content: string | readonly Element[] = [],
): Element {
  return typeof content === 'string'
    ? { name, attributes, children: [], text: content }
    : { name, attributes, children: content, text: '' }
}

/** Writes an element as text, indented. */
export function writeXml(root: Element): string {
  const builder = new XMLBuilder({ ...options, format: true, suppressEmptyNode: true })
  return `${builder.build([toRaw(root)]).trim()}\n`
}

function toRaw({ name, attributes, children, text }: Element): Raw {
  const content = text === '' ? children.map(toRaw) : [{ [textKey]: text }]
  return { [name]: content, ...(Object.keys(attributes).length > 0 ? { [attributesKey]: attributes } : {}) }
}

/** The children of a name. */
export function childrenOf(parent: Element, name: string): readonly Element[] {
  return parent.children.filter((child) => child.name === name)
}

/** The first child of a name. */
export function childOf(parent: Element, name: string): Element | undefined {
  return parent.children.find((child) => child.name === name)
}

/** Text or an attribute's value, safe in XML. */
export function escapeXml(text: string): string {
  return text.replace(/[<>&"]/g, (character) => `&#${character.charCodeAt(0)};`)
}
