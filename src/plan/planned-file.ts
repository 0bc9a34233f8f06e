import { basename, dirname, posix, resolve } from 'node:path'
import type { LoadedConfig } from '../config/config.js'
import { destination, entriesAt, listDocuments, listFiles, type OwnFile, type PackagedFile } from '../config/installed.js'
import type { Package } from '../config/schema.js'
import { formatLocation } from '../error.js'
import { formats as everyFormat, type Format } from '../format.js'
import { isGlob, readTree } from '../glob.js'
import { isManual, isPage } from './expectation.js'
import type { Version } from '../version/version.js'
import type { LocalFile, PlannedFile, PlannedPackage } from './plan.js'

/** Makes the reference to a file that a config names at some keys: absolute, with the place in the config. */
export function localFile(loaded: LoadedConfig, keys: readonly string[], file: string): LocalFile {
  return { file: resolve(loaded.folderOf(keys), file), at: formatLocation(loaded.locate(keys)) }
}

/** Where a package is built, and what of the disk a plan must know. */
export interface FileFrame {
  readonly version: Version
  /** The architectures of the package in a format. */
  readonly architecturesOf: (format: Format) => readonly string[]
  /** Absolute paths of those `file`s that are folders. */
  readonly folders: ReadonlySet<string>
  /** The folders of the tarball that trees lie in, by what they are; those that are new are added. */
  readonly places: Map<string, string>
}

/**
 * Everything that a package installs at a version, units included, in the order of the config.
 * @param pkg as one builder of each format has it
 */
export function planFiles(
  name: string,
  pkg: Package,
  frame: FileFrame,
  loaded: LoadedConfig,
  blame: (path: readonly string[], problem: string) => void,
): PlannedFile[] {
  return listFiles(pkg, frame.version).flatMap((file): PlannedFile[] => {
    const installed = describe(file, frame)
    if (installed === undefined) return []
    if (file.kind === 'directory') return [{ kind: file.kind, ...installed, ...(file.purge && { purge: file.purge }) }]
    if (file.kind === 'ghost') return [{ kind: file.kind, ...installed }]
    if (file.kind === 'link') return [planLink(file.target, installed)]
    const { config, replace } = file
    const capabilities = file.capabilities === undefined ? {} : { capabilities: file.capabilities }
    if (file.kind === 'file') {
      const keys = ['packages', name, ...file.path, 'file']
      const tree = findTree(file, localFile(loaded, keys, file.file), frame)
      if (tree === undefined) {
        const page = keepCompressed(installed, file.file)
        return [{ kind: file.kind, ...page, config, replace, ...capabilities, content: localFile(loaded, keys, file.file) }]
      }
      const wrong = config ? 'config' : Object.keys(replace).length > 0 ? 'replace' : file.capabilities && 'capabilities'
      if (wrong) blame([...file.path, wrong], 'is about a folder, which cannot have it; name the files that need it')
      return [{ kind: 'tree', ...installed, ...tree, place: placeOf(file, tree, frame), ...(file.keeps ? { keeps: true } : {}) }]
    }
    const page = keepCompressed(installed, file.name)
    const isWhole = readTree(file.name) !== undefined
    const unchanged = Object.keys(replace).length === 0 && !(isWhole ? file.to.startsWith('/usr/share/man/') : isPage(page.path))
    const keeps = isWhole && file.keeps ? ({ keeps: true } as const) : {}
    return [{ kind: file.kind, ...page, config, replace, ...capabilities, name: file.name, unchanged, ...keeps }]
  })
}

type Place = NonNullable<ReturnType<typeof describe>>

/** The folder and the pattern of a `file` that is several; undefined for one file. */
function findTree({ file }: OwnFile, { file: path, at }: LocalFile, { folders }: FileFrame) {
  if (folders.has(path)) return { content: { file: path, at }, pattern: '**' }
  if (!isGlob(file)) return undefined
  const tree = readTree(file)
  if (tree === undefined) return { content: { file: dirname(path), at }, pattern: basename(file) }
  const depth = tree.last === '*' && file.endsWith('**') ? 1 : 2
  const parts = path.split('/')
  const pattern = tree.last === '*' ? '**' : `**/${tree.last}`
  return { content: { file: parts.slice(0, parts.length - depth).join('/') || '/', at }, pattern }
}

function placeOf({ to }: OwnFile, { content, pattern }: NonNullable<ReturnType<typeof findTree>>, { places }: FileFrame): string {
  const key = JSON.stringify([to, content.file, pattern])
  const place = places.get(key) ?? `tree${places.size + 1}`
  places.set(key, place)
  return place
}

/** A link between manual pages leads from and to what they are called once they are compressed. */
function planLink(target: string, installed: Place): PlannedFile {
  const to = posix.resolve(posix.dirname(installed.path), target)
  if (!isManual(installed.path) || !to.startsWith('/usr/share/man/')) return { kind: 'link', ...installed, target }
  return { kind: 'link', ...rename(installed), target: target.endsWith('.gz') ? target : `${target}.gz` }
}

/** A page that comes compressed is called so. */
function keepCompressed(installed: Place, name: string): Place {
  return name.endsWith('.gz') && !isGlob(name) && isManual(installed.path) ? rename(installed) : installed
}

function rename(installed: Place): Place {
  const to = Object.fromEntries(Object.entries(installed.to).map(([format, path]) => [format, `${path}.gz`]))
  return { ...installed, path: `${installed.path}.gz`, to }
}

function describe(file: PackagedFile, { architecturesOf }: FileFrame) {
  const { to: path, mode, owner, group, formats, architectures } = file
  const to: Partial<Record<Format, string>> = {}
  const on: Partial<Record<Format, readonly string[]>> = {}
  for (const format of formats) {
    if (architectures !== undefined) {
      const here = architecturesOf(format).filter((each) => architectures.includes(each))
      if (here.length === 0) continue
      if (here.length < architecturesOf(format).length) on[format] = here
    }
    to[format] = destination(path, format)
  }
  if (Object.keys(to).length === 0) return undefined
  return { path, to, mode, owner, group, ...(Object.keys(on).length === 0 ? {} : { on }) }
}

/** The systemd units of a package at a version, in the order of the config: where their files are. */
export function planUnits(pkg: Package, version: Version, files: readonly PlannedFile[]): PlannedPackage['units'] {
  return entriesAt(pkg.units, version).flatMap(([name, { restart }]) => {
    const file = files.find(({ path }) => path === `{unitdir}/${name}`)
    if (file === undefined) return []
    const formats = everyFormat.filter((format) => file.to[format] !== undefined)
    return [{ name, restart, formats, ...(file.on && { on: file.on }) }]
  })
}

/** The licence and the readme: from beside the config, or members of the source. */
export function planDocuments(name: string, pkg: Package, loaded: LoadedConfig): PlannedPackage['documents'] {
  return listDocuments(pkg).map((document) => {
    const { from, path } = document
    return { name: document.name, from: typeof from === 'string' ? localFile(loaded, ['packages', name, ...path], from) : from }
  })
}
