import { formats as everyFormat, type Format } from '../format.js'
import { isWithin, type Range } from '../version/range.js'
import type { Version } from '../version/version.js'
import type { Package, Source } from './schema.js'

type Entry = Exclude<Package['files'][string], readonly unknown[]>
type Replacements = NonNullable<Entry['replace']>

interface Installed {
  /** Where it is installed: absolute, or below {unitdir}; a folder when it ends with a slash. */
  readonly to: string
  /** Four octal digits. */
  readonly mode: string
  readonly owner: string
  readonly group: string
  readonly formats: readonly Format[]
  readonly builders?: readonly string[] | undefined
  readonly architectures?: readonly string[] | undefined
  /** Only at these versions of the package. */
  readonly versions: Range | undefined
  /** The keys below the package that say so. */
  readonly path: readonly string[]
}

interface Content extends Installed {
  readonly config: boolean
  readonly capabilities?: string | undefined
  /** No mode is stated: the files of a tree keep theirs. */
  readonly keeps: boolean
  readonly replace: Replacements
}

/** A program of the source, or any other member of it. */
export interface SourceFile extends Content {
  readonly kind: 'binary' | 'member'
  /** Its path within the source; a member's may hold `*` and `?` in the last part. */
  readonly name: string
  readonly source: Source | undefined
}

/** A file beside the config. */
export interface OwnFile extends Content {
  readonly kind: 'file'
  readonly file: string
}

/** What a package installs at one place. */
export type PackagedFile =
  | SourceFile
  | OwnFile
  | (Installed & { readonly kind: 'directory'; readonly purge?: true | undefined })
  | (Installed & { readonly kind: 'ghost' })
  | (Installed & { readonly kind: 'link'; readonly target: string })

/** Everything a package installs, units included, in the order of the config; at one version, or at any. */
export function listFiles(pkg: Package, version?: Version): readonly PackagedFile[] {
  const files = listEntries(pkg)
    .filter(({ entry: { versions } }) => versions === undefined || version === undefined || isWithin(version, versions))
    .map(({ to, entry, path }) => packagedFile(to, entry, pkg.source, path))
  const units = entriesAt(pkg.units, version).map(([name, entry]) =>
    packagedFile(`{unitdir}/${name}`, entry, pkg.source, ['units', name]),
  )
  return [...files, ...units]
}

/** Every map below `files`, with the keys below the package that lead to it. */
export function listEntries({ files }: Package): { readonly to: string; readonly entry: Entry; readonly path: string[] }[] {
  return Object.entries(files).flatMap(([to, value]) =>
    Array.isArray(value)
      ? value.map((entry, index) => ({ to, entry, path: ['files', to, String(index)] }))
      : [{ to, entry: value, path: ['files', to] }],
  )
}

/** The members of the source that a package needs, as programs or otherwise. */
export function listSourceFiles(pkg: Package, version?: Version): readonly SourceFile[] {
  return listFiles(pkg, version).flatMap((file) => (file.kind === 'binary' || file.kind === 'member' ? [file] : []))
}

/** The entries of a map that hold at a version. */
export function entriesAt<T extends { readonly versions?: Range | undefined }>(
  map: Readonly<Record<string, T>>,
  version: Version | undefined,
): [string, T][] {
  return Object.entries(map).filter(
    ([, { versions }]) => versions === undefined || version === undefined || isWithin(version, versions),
  )
}

/** Where a config says that a file is installed, in each format: units have a folder of their own. */
export function destination(to: string, format: Format): string {
  return to.replace('{unitdir}', format === 'deb' ? '/lib/systemd/system' : '/usr/lib/systemd/system')
}

function packagedFile(to: string, entry: Partial<Entry>, inherited: Source | undefined, path: readonly string[]): PackagedFile {
  const { owner = 'root', group = 'root', formats = everyFormat, config = false, replace = {}, source = inherited } = entry
  const installed = (mode: string): Installed => ({
    to,
    mode: entry.mode ?? mode,
    owner,
    group,
    formats,
    builders: entry.builders,
    architectures: entry.architectures,
    versions: entry.versions,
    path,
  })
  if (entry.directory) return { kind: 'directory', ...(entry.purge && { purge: entry.purge }), ...installed('0755') }
  if (entry.ghost) return { kind: 'ghost', ...installed('0644') }
  if (entry.link !== undefined) return { kind: 'link', target: entry.link, ...installed('0777') }
  const content = { config, replace, capabilities: entry.capabilities, keeps: entry.mode === undefined }
  if (entry.file !== undefined) return { kind: 'file', file: entry.file, ...content, ...installed('0644') }
  const { binary, member } = entry
  const kind = binary === undefined ? 'member' : 'binary'
  return { kind, name: binary ?? member ?? '', source, ...content, ...installed(kind === 'binary' ? '0755' : '0644') }
}

/** The licence and the readme of a package: from beside the config, or members of the source. */
export interface Document {
  readonly name: 'LICENSE' | 'README.md'
  readonly from: string | { readonly member: string }
  readonly path: readonly string[]
}

/** The two documents of every package. */
export function listDocuments(pkg: Package): readonly Document[] {
  return [
    { name: 'LICENSE', from: pkg['license-file'] ?? 'LICENSE', path: ['license-file'] },
    { name: 'README.md', from: pkg.readme ?? 'README.md', path: ['readme'] },
  ]
}
