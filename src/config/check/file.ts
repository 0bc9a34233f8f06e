import { isGlob } from '../../glob.js'
import { destination, listFiles, listSourceFiles, type PackagedFile } from '../installed.js'
import type { Config, Package } from '../schema.js'
import type { Finding } from './finding.js'

/** Finds files that cannot be installed as they are described. */
export function checkFiles({ packages }: Config): Finding[] {
  return Object.entries(packages).flatMap(([name, pkg]) => [
    ...listFiles(pkg).flatMap((file) => checkFile(['packages', name, ...file.path], file)),
    ...checkSources(name, pkg),
    ...checkTwice(name, pkg),
  ])
}

function checkFile(path: readonly string[], file: PackagedFile): Finding[] {
  const where = path.join('.')
  const folder = file.to.endsWith('/')
  if ((file.kind === 'binary' || file.kind === 'member') && isGlob(file.name) !== folder) {
    return [{ path, message: `${where} must end with a slash if, and only if, it takes several files (${file.name}).` }]
  }
  if (folder && file.kind !== 'binary' && file.kind !== 'member')
    return [{ path, part: 'key', message: `${where} must not end with a slash: a ${file.kind} has one path.` }]
  return []
}

function checkSources(name: string, pkg: Package): Finding[] {
  return listSourceFiles(pkg)
    .filter(({ source }) => source === undefined)
    .map(({ path, name: member }) => ({
      path: ['packages', name, ...path],
      message: `packages.${name}.${path.join('.')} takes ${member} from the source, and packages.${name}.source is missing.`,
    }))
}

/** A unit may be listed among the files as well, or two paths may be one in a format. */
function checkTwice(name: string, pkg: Package): Finding[] {
  const seen = new Map<string, PackagedFile>()
  return listFiles(pkg).flatMap((file): Finding[] => {
    for (const format of file.formats) {
      const at = `${format} ${destination(file.to, format)}`
      const other = seen.get(at)
      const path = ['packages', name, ...file.path]
      if (other)
        return [
          {
            path,
            part: 'key',
            message: `${path.join('.')} and packages.${name}.${other.path.join('.')} are both installed at ${at.slice(4)} in ${format}.`,
          },
        ]
      seen.set(at, file)
    }
    return []
  })
}
