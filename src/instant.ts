/**
 * Reads a moment such as `2026-12-01T17:00:00Z`, in milliseconds since the epoch; undefined for any other text. The offset is
 * not optional: the same text must mean the same moment on every machine.
 */
export function readInstant(text: string): number | undefined {
  if (!/^\d{4}-\d\d-\d\dT\d\d:\d\d(?::\d\d)?(?:Z|[+-]\d\d:\d\d)$/.test(text)) return undefined
  const time = Date.parse(text)
  return Number.isNaN(time) ? undefined : time
}

/** Writes a moment to the second, by UTC. */
export function writeInstant(time: number): string {
  return new Date(time).toISOString().replace(/\.\d+Z$/, 'Z')
}
