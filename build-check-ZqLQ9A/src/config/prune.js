/**
 * A config without what its schema refused, so that the rest can be checked as well: unknown keys go alone, any other
 * problem takes the whole package, builder or channel with it.
 */
export function pruneValue(value, issues) {
    const pruned = structuredClone(value);
    for (const issue of issues) {
        const path = (issue.path ?? []).map((item) => String(item.key));
        const unknownKey = issue.type === 'strict_object' && issue.expected === 'never';
        remove(pruned, unknownKey ? path : path.slice(0, 2));
    }
    return pruned;
}
function remove(value, path) {
    let parent = value;
    for (const step of path.slice(0, -1))
        parent = isObject(parent) ? Reflect.get(parent, step) : undefined;
    const last = path.at(-1);
    if (isObject(parent) && last !== undefined)
        Reflect.deleteProperty(parent, last);
}
function isObject(value) {
    return typeof value === 'object' && value !== null;
}
