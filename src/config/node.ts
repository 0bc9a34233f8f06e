import { isAlias, isMap, isPair, isScalar, isSeq, type Document, type Pair, type YAMLMap } from 'yaml'

/** What stands at a path: a node, and the pair that holds it if a map does. */
export interface NodePlace {
  readonly node: unknown
  readonly pair?: Pair
}

/** Follows a path through maps, lists, aliases and merge keys. Undefined where there is nothing. */
export function findNode(document: Document.Parsed | Document, path: readonly (string | number)[]): NodePlace | undefined {
  let found: NodePlace = { node: document.contents }
  for (const step of path) {
    const next = stepInto(document, resolve(document, found.node), step)
    if (!next) return undefined
    found = next
  }
  return found
}

/** Where a found node begins, or its key. */
export function offsetOf(found: NodePlace | undefined, part: 'key' | 'value'): number | undefined {
  const node = part === 'key' && found?.pair ? found.pair.key : found?.node
  if (typeof node !== 'object' || node === null || !('range' in node) || !Array.isArray(node.range)) return undefined
  return Number(node.range[0])
}

/** Whether a text is written line by line after a `|`. */
export function isLiteral(node: unknown): boolean {
  return isScalar(node) && node.type === 'BLOCK_LITERAL'
}

/** Keys that a map holds twice, at any depth, by the place of the later one. */
export function findDuplicates(node: unknown): { key: string; offset: number }[] {
  if (isSeq(node)) return node.items.flatMap(findDuplicates)
  if (!isMap(node)) return []
  const seen = new Set<string>()
  return node.items.flatMap((pair) => {
    const key = keyOf(pair)
    const offset = offsetOf({ node: pair.value, pair }, 'key')
    const inner = findDuplicates(pair.value)
    if (key === undefined || offset === undefined || !seen.has(key)) {
      if (key !== undefined) seen.add(key)
      return inner
    }
    return [{ key, offset }, ...inner]
  })
}

function stepInto(document: Document, node: unknown, step: string | number): NodePlace | undefined {
  if (isSeq(node)) return typeof step === 'number' && step < node.items.length ? { node: node.items[step] } : undefined
  if (!isMap(node)) return undefined
  const own = node.items.find((pair) => keyOf(pair) === String(step))
  if (own) return { node: own.value, pair: own }
  return mergedMaps(document, node)
    .map((merged) => stepInto(document, merged, step))
    .find((found) => found !== undefined)
}

function mergedMaps(document: Document, map: YAMLMap): unknown[] {
  return map.items.flatMap((pair) => {
    if (keyOf(pair) !== '<<') return []
    const value = resolve(document, pair.value)
    return isSeq(value) ? value.items.map((item) => resolve(document, item)) : [value]
  })
}

function resolve(document: Document, node: unknown): unknown {
  return isAlias(node) ? node.resolve(document) : node
}

function keyOf(pair: unknown): string | undefined {
  if (!isPair(pair) || !isScalar(pair.key)) return undefined
  const { value } = pair.key
  // The key << of a merge is a symbol.
  return typeof value === 'symbol' ? value.description : String(value)
}
