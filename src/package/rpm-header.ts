import { WorkError } from '../error.js'
import { childrenOf, parseXml, type Element } from '../xml.js'

/** An rpm's header: the values of each tag by the tag's name in capitals, as `rpm --querytags` writes it. */
export interface RpmHeader {
  /** The first value of a tag; an empty text when there is none. */
  text(tag: string): string
  texts(tag: string): readonly string[]
  /** The numbers of a tag, unsigned. */
  numbers(tag: string): readonly number[]
  /** The values of a tag that is no text: a signature. */
  bytes(tag: string): readonly Buffer[]
  /** Every path, absolute, with those that are not written (`%ghost`). */
  readonly paths: () => readonly string[]
}

/** Reads the output of `rpm --query --xml`. Throws a {@link WorkError} when it is none. */
export function parseRpmHeader(xml: string): RpmHeader {
  const root = parse(xml)
  if (root.name !== 'rpmHeader') throw new WorkError(`rpm describes it in unknown words: ${root.name}`)
  const tags = new Map(childrenOf(root, 'rpmTag').map((tag) => [tag.attributes['name']?.toUpperCase(), tag]))
  const valuesOf = (tag: string, kind: 'string' | 'integer' | 'base64') => {
    const found = tags.get(tag)
    return found ? childrenOf(found, kind).map(({ text }) => text) : []
  }
  const numbers = (tag: string) => valuesOf(tag, 'integer').map(Number)
  return {
    text: (tag) => valuesOf(tag, 'string')[0] ?? '',
    texts: (tag) => valuesOf(tag, 'string'),
    numbers,
    bytes: (tag) => valuesOf(tag, 'base64').map((text) => Buffer.from(text, 'base64')),
    paths: () => {
      const [directories, places] = [valuesOf('DIRNAMES', 'string'), numbers('DIRINDEXES')]
      return valuesOf('BASENAMES', 'string').map((base, index) => `${directories[places[index] ?? 0] ?? ''}${base}`)
    },
  }
}

function parse(xml: string): Element {
  try {
    return parseXml(xml, { trim: false })
  } catch (error) {
    throw new WorkError(`rpm describes it by no XML: ${error instanceof Error ? error.message : String(error)}`, { cause: error })
  }
}
