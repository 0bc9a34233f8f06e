import type { Package } from '../config/schema.js'
import { expandTemplate } from '../config/template.js'
import { chooseByVersion } from '../version/choice.js'
import { coreOf, readVersion, type Version } from '../version/version.js'

/** The version of a package, or why there is none: a carried one has a table of its own. */
export function packageVersion(pkg: Package, product: Version): { version: Version } | { problem: string } {
  if (pkg.version === undefined) return { version: product }
  const choice = chooseByVersion(pkg.version, product)
  if ('problem' in choice) return choice
  const text = expandTemplate(choice.value, { version: coreOf(product), minor: product.minor })
  const version = readVersion(text)
  return version ? { version } : { problem: `says ${text}, which is no version` }
}
