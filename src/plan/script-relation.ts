import type { Package } from '../config/schema.js'
import { listScripts } from '../config/stated-script.js'
import type { Format } from '../format.js'
import { readInterpreter, requirementOf } from '../interpreter.js'
import { listFiles } from '../config/installed.js'
import type { Version } from '../version/version.js'
import type { PlannedRelation, RelationKind } from './plan.js'
import { textOf } from './script.js'

/**
 * What a package requires because of the interpreters of its scripts, as far as nobody requires it already: before it is
 * unpacked for a script that runs then.
 */
export function planInterpreters(pkg: Package, format: Format, stated: readonly PlannedRelation[]): PlannedRelation[] {
  const found = new Map<string, PlannedRelation>()
  for (const script of listScripts(pkg).filter((each) => each.format === format)) {
    const interpreter = readInterpreter(textOf(script))
    const name = interpreter && requirementOf(interpreter, format)
    if (name === undefined) continue
    const kind: RelationKind = early.includes(script.name) ? 'requires-pre' : 'requires'
    const isStated = stated.some((each) => each.name === name && each.kind === kind && each.on === undefined)
    if (!isStated) found.set(`${kind} ${name}`, { kind, name, bounds: [] })
  }
  return [...found.values()]
}

const early: readonly string[] = ['pretrans', 'pre', 'preinst']

/** What the deb of files with capabilities requires to set them, unless somebody requires it already; rpm sets them itself. */
export function planCapabilities(
  pkg: Package,
  version: Version,
  format: Format,
  stated: readonly PlannedRelation[],
): PlannedRelation[] {
  const name = 'libcap2-bin'
  const isNeeded = listFiles(pkg, version).some(
    (file) => 'capabilities' in file && file.capabilities !== undefined && file.formats.includes('deb'),
  )
  const isStated = stated.some((each) => each.name === name && each.kind.startsWith('requires') && each.on === undefined)
  return format !== 'deb' || !isNeeded || isStated ? [] : [{ kind: 'requires', name, bounds: [] }]
}
