import { asList, asRecord, asText } from './foreign-value.js'
import type { DraftPackage } from './draft.js'

/**
 * What a distribution must have, so that the rpms of all packages can be installed: what they require and none of them is.
 * Without it the install check of verify-repo finds a shell alone.
 */
export function listRpmBase(packages: readonly DraftPackage[]): readonly string[] {
  const own = new Set(packages.map(({ name }) => name))
  const entries = packages.flatMap(({ keys }) =>
    ['requires', 'requires-pre', 'requires-post'].flatMap((key) => Object.entries(asRecord(keys[key]))),
  )
  const provided = new Map<string, string>()
  for (const [name, relation] of entries) {
    // A condition or a path is no name that a package could have.
    if (own.has(name) || !/^[\w.+-]+$/.test(name)) continue
    const { version = relation, formats } = asRecord(relation)
    if (formats !== undefined && !asList(formats).includes('rpm')) continue
    const [, stated] = /^(?:>=|=) ([^{\s]+)$/.exec(asText(version) ?? '') ?? []
    if (stated !== undefined || !provided.has(name)) provided.set(name, stated === undefined ? name : `${name} = ${stated}`)
  }
  return [...provided.values()]
}
