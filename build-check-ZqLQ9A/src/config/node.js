import { isAlias, isMap, isPair, isScalar, isSeq } from 'yaml';
/** Follows a path through maps, lists, aliases and merge keys. Undefined where there is nothing. */
export function findNode(document, path) {
    let found = { node: document.contents };
    for (const step of path) {
        const next = stepInto(document, resolve(document, found.node), step);
        if (!next)
            return undefined;
        found = next;
    }
    return found;
}
/** Where a found node begins, or its key. */
export function offsetOf(found, part) {
    const node = part === 'key' && found?.pair ? found.pair.key : found?.node;
    if (typeof node !== 'object' || node === null || !('range' in node) || !Array.isArray(node.range))
        return undefined;
    return Number(node.range[0]);
}
/** Keys that a map holds twice, at any depth, by the place of the later one. */
export function findDuplicates(node) {
    if (isSeq(node))
        return node.items.flatMap(findDuplicates);
    if (!isMap(node))
        return [];
    const seen = new Set();
    return node.items.flatMap((pair) => {
        const key = keyOf(pair);
        const offset = offsetOf({ node: pair.value, pair }, 'key');
        const inner = findDuplicates(pair.value);
        if (key === undefined || offset === undefined || !seen.has(key)) {
            if (key !== undefined)
                seen.add(key);
            return inner;
        }
        return [{ key, offset }, ...inner];
    });
}
function stepInto(document, node, step) {
    if (isSeq(node))
        return typeof step === 'number' && step < node.items.length ? { node: node.items[step] } : undefined;
    if (!isMap(node))
        return undefined;
    const own = node.items.find((pair) => keyOf(pair) === String(step));
    if (own)
        return { node: own.value, pair: own };
    return mergedMaps(document, node)
        .map((merged) => stepInto(document, merged, step))
        .find((found) => found !== undefined);
}
function mergedMaps(document, map) {
    return map.items.flatMap((pair) => {
        if (keyOf(pair) !== '<<')
            return [];
        const value = resolve(document, pair.value);
        return isSeq(value) ? value.items.map((item) => resolve(document, item)) : [value];
    });
}
function resolve(document, node) {
    return isAlias(node) ? node.resolve(document) : node;
}
function keyOf(pair) {
    if (!isPair(pair) || !isScalar(pair.key))
        return undefined;
    const { value } = pair.key;
    // The key << of a merge is a symbol.
    return typeof value === 'symbol' ? value.description : String(value);
}
