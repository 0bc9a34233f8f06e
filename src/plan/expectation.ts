import { isGlob, matcher } from '../glob.js'
import { destination, listSourceFiles } from '../config/installed.js'
import type { Format, Package } from '../config/schema.js'
import type { Version } from '../version/version.js'
import type { Programs } from '../source/packing.js'

/**
 * What upstream published of a package, by where it is installed. Files that the spec changes are left out.
 * @param prefix what the names of the programs begin with: `<package>/<architecture>/`
 */
export function listExpectedFiles(
  pkg: Package,
  version: Version,
  format: Format,
  prefix: string,
  programs: Programs,
): { path: string; sha256: string }[] {
  const unchanged = listSourceFiles(pkg, version).filter(
    ({ formats, replace, to }) =>
      formats.includes(format) && Object.keys(replace).length === 0 && !to.startsWith('/usr/share/man/'),
  )
  return unchanged.flatMap(({ name, to }) => {
    const path = destination(to, format)
    if (!isGlob(name)) {
      const sha256 = programs.get(`${prefix}${name}`)
      return sha256 === undefined ? [] : [{ path, sha256 }]
    }
    const matches = matcher(name)
    return [...programs].flatMap(([program, sha256]) =>
      program.startsWith(prefix) && matches(program.slice(prefix.length))
        ? [{ path: `${path}${program.slice(program.lastIndexOf('/') + 1)}`, sha256 }]
        : [],
    )
  })
}
