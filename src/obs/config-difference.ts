import type { MetaDifference } from './meta-difference.js'

/**
 * Tells how a live project config differs from the desired one: by lines that would be overwritten, or only by
 * lines that it has not yet.
 */
export function compareConfig(desired: string, live: string): readonly MetaDifference[] {
  const linesOf = (text: string) => text.split('\n').flatMap((line) => (line.trim() === '' ? [] : [line.trim()]))
  const wanted = linesOf(desired)
  const found = linesOf(live)
  if (found.join('\n') === wanted.join('\n')) return []
  const foreign = [...new Set(found.filter((line) => !wanted.includes(line)))]
  if (foreign.length > 0) return foreign.map((line) => ({ what: `has in its project config the line '${line}'`, removes: true }))
  let next = 0
  for (const line of wanted) if (line === found[next]) next++
  if (next < found.length) return [{ what: 'has the lines of its project config in another order', removes: true }]
  return [{ what: `lacks ${wanted.length - found.length} lines of its project config`, removes: false }]
}
