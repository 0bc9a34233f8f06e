import { readInterpreter, requirementOf } from '../interpreter.js'
import type { Format } from '../format.js'
import type { Package } from '../config/schema.js'
import type { PlannedRelation, RelationKind } from './plan.js'

/**
 * What a package requires because of the interpreters of its scripts, as far as nobody requires it already: before it is
 * unpacked for a script that runs then.
 */
export function planInterpreters(
  { scripts = {} }: Package,
  format: Format,
  stated: readonly PlannedRelation[],
): PlannedRelation[] {
  const found = new Map<string, PlannedRelation>()
  for (const [moment, script] of Object.entries(scripts)) {
    const interpreter = readInterpreter(script ?? '')
    const name = interpreter && requirementOf(interpreter, format)
    if (name === undefined) continue
    const kind: RelationKind = moment === 'pre' ? 'requires-pre' : 'requires'
    const isStated = stated.some((each) => each.name === name && each.kind === kind && each.on === undefined)
    if (!isStated) found.set(`${kind} ${name}`, { kind, name, bounds: [] })
  }
  return [...found.values()]
}
