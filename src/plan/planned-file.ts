import { resolve } from 'node:path'
import type { LoadedConfig } from '../config/config.js'
import { destination, entriesAt, listDocuments, listFiles, type PackagedFile } from '../config/installed.js'
import type { Package } from '../config/schema.js'
import { formatLocation } from '../error.js'
import { formats as everyFormat } from '../format.js'
import { isManual } from './expectation.js'
import type { Version } from '../version/version.js'
import type { LocalFile, PlannedFile, PlannedPackage } from './plan.js'

/** Makes the reference to a file that a config names at some keys: absolute, with the place in the config. */
export function localFile(loaded: LoadedConfig, keys: readonly string[], file: string): LocalFile {
  return { file: resolve(loaded.folderOf(keys), file), at: formatLocation(loaded.locate(keys)) }
}

/** Everything that a package installs at a version, units included, in the order of the config. */
export function planFiles(name: string, pkg: Package, version: Version, loaded: LoadedConfig): PlannedFile[] {
  return listFiles(pkg, version).map((file): PlannedFile => {
    const installed = describe(file)
    if (file.kind === 'directory') return { kind: file.kind, ...installed }
    if (file.kind === 'link') return { kind: file.kind, ...installed, target: file.target }
    const { config, replace } = file
    if (file.kind === 'file') {
      const own = localFile(loaded, ['packages', name, ...file.path, 'file'], file.file)
      return { kind: file.kind, ...installed, config, replace, content: own }
    }
    const unchanged = Object.keys(replace).length === 0 && !isManual(file.to)
    return { kind: file.kind, ...installed, config, replace, name: file.name, unchanged }
  })
}

function describe({ to: path, mode, owner, group, formats }: PackagedFile) {
  const to = Object.fromEntries(formats.map((format) => [format, destination(path, format)]))
  return { path, to, mode, owner, group }
}

/** The systemd units of a package at a version, in the order of the config. */
export function planUnits(pkg: Package, version: Version): PlannedPackage['units'] {
  return entriesAt(pkg.units, version).map(([name, { restart, formats = [...everyFormat] }]) => ({ name, restart, formats }))
}

/** The licence and the readme: from beside the config, or members of the source. */
export function planDocuments(name: string, pkg: Package, loaded: LoadedConfig): PlannedPackage['documents'] {
  return listDocuments(pkg).map((document) => {
    const { from, path } = document
    return { name: document.name, from: typeof from === 'string' ? localFile(loaded, ['packages', name, ...path], from) : from }
  })
}
