import { isMap, isPair, isScalar, LineCounter, parseDocument, type Document } from 'yaml'
import { UserError, type Location } from '../error.js'

/** A step into a YAML document: a key or an index. */
export type Step = string | number

/** One parsed YAML file that still knows where everything stands. */
export interface ConfigDocument {
  /** The file's name in messages. */
  readonly file: string
  /** The folder against which the document's paths are resolved. */
  readonly folder: string
  readonly value: unknown
  /** Where the value at a path stands (or its key); undefined when the document has no such path. */
  locate(path: readonly Step[], part: 'key' | 'value'): Location | undefined
}

/** Parses YAML with one mapping per key; throws a {@link UserError} with the first syntax error, which mostly causes the others. */
export function parseConfigDocument(file: string, text: string, folder = ''): ConfigDocument {
  const lines = new LineCounter()
  const document = parseDocument(text, { lineCounter: lines, merge: true, prettyErrors: false })
  const at = (offset: number): Location => {
    const { line, col } = lines.linePos(offset)
    return { file, line, column: col }
  }
  const [first] = document.errors
  if (first) throw new UserError([{ message: first.message, at: at(first.pos[0]) }])
  return { file, folder, value: toValue(document, file), locate: (path, part) => locate(document, path, part, at) }
}

function toValue(document: Document, file: string): unknown {
  try {
    return document.toJS({ maxAliasCount: 100 })
  } catch (error) {
    throw new UserError([{ message: `${error instanceof Error ? error.message : String(error)}.`, at: { file } }])
  }
}

function locate(
  document: Document,
  path: readonly Step[],
  part: 'key' | 'value',
  at: (offset: number) => Location,
): Location | undefined {
  const parent = path.length === 0 ? undefined : document.getIn(path.slice(0, -1), true)
  if (part === 'key' && isMap(parent)) {
    const pair = parent.items.find((item) => isPair(item) && isScalar(item.key) && String(item.key.value) === String(path.at(-1)))
    if (pair && isScalar(pair.key) && pair.key.range) return at(pair.key.range[0])
  }
  const node: unknown = path.length === 0 ? document.contents : document.getIn(path, true)
  if (!hasRange(node)) return undefined
  return at(node.range[0])
}

function hasRange(node: unknown): node is { range: [number, number, number] } {
  return typeof node === 'object' && node !== null && 'range' in node && Array.isArray(node.range)
}
