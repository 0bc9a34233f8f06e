/** Replaces each schema right inside another one; `name` is that of the nearest key around it. */
export function mapInner(schema, change, name = '') {
    const { properties, additionalProperties: others, items, anyOf } = schema;
    const changed = Object.entries(properties ?? {}).map(([key, value]) => [key, change(value, key)]);
    return {
        ...schema,
        ...(properties && { properties: Object.fromEntries(changed) }),
        ...(typeof others === 'object' && { additionalProperties: change(others, name) }),
        ...(items && { items: change(items, name) }),
        ...(anyOf && { anyOf: anyOf.map((each) => change(each, name)) }),
    };
}
