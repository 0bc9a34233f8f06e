import { isGlob, readTree } from '../glob.js'
import { overlap } from '../version/range.js'
import type { Fault } from './check.js'
import { destination, listDocuments, listFiles, listSourceFiles, type PackagedFile } from './installed.js'
import type { Config, Package } from './schema.js'
import { holdsOn, type ScopeBuilder } from './scope.js'

/** Finds files that cannot be installed as they are described. */
export function checkFiles({ packages, builders }: Config): Fault[] {
  const built = Object.entries(builders).map(([name, { format, architectures }]) => ({
    name,
    format,
    architectures: [...new Set(architectures.map((each) => each.name))],
  }))
  return Object.entries(packages).flatMap(([name, pkg]) => [
    ...listFiles(pkg).flatMap((file) => checkFile(['packages', name, ...file.path], file)),
    ...checkSources(name, pkg),
    ...checkTwice(name, pkg, built),
  ])
}

function checkFile(path: readonly string[], file: PackagedFile): Fault[] {
  const where = path.join('.')
  const folder = file.to.endsWith('/')
  const pattern = 'name' in file ? file.name : file.kind === 'file' ? file.file : ''
  if (isGlob(pattern) !== folder && (file.kind === 'binary' || file.kind === 'member' || isGlob(pattern)))
    return [{ path, message: `${where} must end with a slash if, and only if, it takes several files (${pattern}).` }]
  if (file.to.includes('%%') || pattern.includes('%%'))
    return [{ path, message: `${where} has two % in a row, which specs cannot hold; rename the file.` }]
  if ('name' in file && isGlob(pattern) && /[[\](){};&|<>#!~]/.test(pattern))
    return [
      { path, message: `${where} has a pattern with another sign than * and ? that shells know (${pattern}); use * for it.` },
    ]
  if (folder && !isGlob(pattern))
    return [
      {
        path,
        part: 'key',
        message: `${where} must not end with a slash: a ${file.kind} has one path${file.kind === 'file' ? `; of a folder take what is in it, as '${pattern}/**'` : ''}.`,
      },
    ]
  if (file.kind === 'directory' && file.purge && !/^\/var\/[^/]+\/./.test(file.to))
    return [{ path, message: `${where} is removed at a purge with all that is in it, which must be below a folder of /var.` }]
  return checkTree(path, file, pattern)
}

/** What a whole tree, or several files beside the config, cannot have: each of their files would need its own. */
function checkTree(path: readonly string[], file: PackagedFile, pattern: string): Fault[] {
  const where = path.join('.')
  const isTree = readTree(pattern) !== undefined || (file.kind === 'file' && isGlob(pattern))
  if (!isTree) return []
  if (file.kind === 'binary')
    return [{ path, message: `${where} takes programs by **; name them, or take the tree as a member.` }]
  const isOwned = file.owner !== 'root' || file.group !== 'root'
  if (!('config' in file)) return []
  const kept = file.config ? 'config' : Object.keys(file.replace).length > 0 ? 'replace' : undefined
  const wrong = kept ?? (file.capabilities === undefined ? (isOwned ? 'owner or group' : undefined) : 'capabilities')
  return wrong === undefined
    ? []
    : [{ path, message: `${where} has ${wrong}, which a pattern such as ${pattern} cannot have; name the files that need it.` }]
}

function checkSources(name: string, pkg: Package): Fault[] {
  const documents = listDocuments(pkg).flatMap(({ from, path }) =>
    typeof from === 'string' ? [] : [{ source: pkg.source, path, name: from.member }],
  )
  return [...listSourceFiles(pkg), ...documents]
    .filter(({ source }) => source === undefined)
    .map(({ path, name: member }) => ({
      path: ['packages', name, ...path],
      message: `packages.${name}.${path.join('.')} takes ${member} from the source, and packages.${name}.source is missing.`,
    }))
}

/** A unit may be listed among the files as well, or two may be at one path in a builder, for the same architecture and version. */
function checkTwice(name: string, pkg: Package, builders: readonly ScopeBuilder[]): Fault[] {
  const files = listFiles(pkg)
  return files.flatMap((file, index): Fault[] => {
    for (const format of file.formats) {
      const at = destination(file.to, format)
      const alike = files.slice(0, index).filter((one) => one.formats.includes(format) && destination(one.to, format) === at)
      const other = alike.find((one) => overlap(one.versions, file.versions) && meet(one, file))
      if (!other) continue
      const path = ['packages', name, ...file.path]
      const both = `${path.join('.')} and packages.${name}.${other.path.join('.')}`
      return [{ path, part: 'key', message: `${both} are both installed at ${at} in ${format}.` }]

      function meet(left: PackagedFile, right: PackagedFile): boolean {
        // What no builder builds would be at one path all the same.
        const isPlain = [left, right].every((each) => each.builders === undefined && each.architectures === undefined)
        const own = builders.filter((builder) => builder.format === format)
        return isPlain || own.some((each) => each.architectures.some((on) => holdsOn(left, each, on) && holdsOn(right, each, on)))
      }
    }
    return []
  })
}
