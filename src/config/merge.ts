/**
 * Lays one config over another: maps are merged key by key, `null` removes a key, everything else is replaced.
 */
export function mergeValues(base: unknown, overlay: unknown): unknown {
  if (!isMap(base) || !isMap(overlay)) return overlay
  const merged = new Map(Object.entries(base))
  for (const [key, value] of Object.entries(overlay)) {
    if (value === null) merged.delete(key)
    else merged.set(key, mergeValues(merged.get(key) ?? {}, value))
  }
  return Object.fromEntries(merged)
}

function isMap(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
