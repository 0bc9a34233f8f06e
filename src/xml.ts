import { SaxesParser } from 'saxes'

/** An element: attributes, child elements in order, and text. */
export interface Element {
  readonly name: string
  readonly attributes: Readonly<Record<string, string>>
  readonly children: readonly Element[]
  readonly text: string
}

/** What is told of a document as it is read. */
export interface Visitor {
  open(name: string, attributes: Readonly<Record<string, string>>): void
  /** An element's end, with the text between its children. */
  close?(name: string, text: string): void
}

/**
 * Reads a document and tells of its elements, without keeping them. Throws an Error for what is not well-formed. Entities
 * other than XML's own are not resolved.
 * @param trim whether white space around texts is layout, as OBS writes it; rpm's texts keep theirs
 */
export function visitXml(text: string, visitor: Visitor, { trim = true } = {}): void {
  const parser = new SaxesParser()
  const outer: string[] = []
  let content = ''
  const read = (part: string) => (content += part)
  parser.on('error', (error) => {
    throw error
  })
  parser.on('opentag', ({ name, attributes }) => {
    outer.push(content)
    content = ''
    visitor.open(name, attributes)
  })
  parser.on('text', read)
  parser.on('cdata', read)
  parser.on('closetag', ({ name }) => {
    visitor.close?.(name, trim ? content.trim() : content)
    content = outer.pop() ?? ''
  })
  parser.write(text).close()
}

/** An element whose content is still being read. */
interface Growing {
  readonly name: string
  readonly attributes: Readonly<Record<string, string>>
  readonly children: Growing[]
  text: string
}

/** Parses a document and returns its root element; throws an Error for what is none. See {@link visitXml}. */
export function parseXml(text: string, options: { readonly trim?: boolean } = {}): Element {
  const open: Growing[] = []
  let root: Growing | undefined
  const visitor: Visitor = {
    open(name, attributes) {
      const element: Growing = { name, attributes, children: [], text: '' }
      open.at(-1)?.children.push(element)
      root ??= element
      open.push(element)
    },
    close(_, content) {
      const element = open.pop()
      if (element) element.text = content
    },
  }
  visitXml(text, visitor, options)
  if (!root) throw new Error(`not an XML document: ${JSON.stringify(text.slice(0, 80))}`)
  return root
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
