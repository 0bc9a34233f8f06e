export type PackageFormat = 'deb' | 'rpm'

/** What one package holds, in the same words for deb and rpm. Times, build hosts and signatures are no part of it. */
export interface PackageModel {
  /** The path or address it was read from. */
  readonly file: string
  readonly format: PackageFormat
  readonly name: string
  /** `[epoch:]version[-release]`. */
  readonly version: string
  /** OBS's name where it has one, `noarch` for every machine, `src` for a source rpm. */
  readonly architecture: string
  /** Text by field, e.g. summary, description, url, license, maintainer. */
  readonly metadata: Readonly<Record<string, string>>
  /** Sorted relations such as `kubernetes-cni >= 1.2.0` by the format's own kind in lower case: depends, requires(post). */
  readonly relations: Readonly<Record<string, readonly string[]>>
  /** By absolute path. */
  readonly files: ReadonlyMap<string, PackageFile>
  /** Scripts and other active control files with their interpreter, by the format's own name: postinst, preun. */
  readonly scripts: Readonly<Record<string, string>>
  /** Bytes: of the package itself, and installed as it states. */
  readonly size: { readonly package: number; readonly installed: number }
}

export type FileType = 'file' | 'directory' | 'link' | 'device' | 'pipe'

/** One path of a package. */
export interface PackageFile {
  readonly type: FileType
  /** Permission bits with setuid, setgid and sticky. */
  readonly mode: number
  readonly owner: string
  readonly group: string
  /** What the package manager is told of it: config, noreplace, missingok, ghost, doc, license, and capabilities. */
  readonly marks: readonly string[]
  /** Bytes of a file's content. */
  readonly size: number
  /** Of a file's content; undefined for other types, and for a ghost, which has none. */
  readonly sha256: string | undefined
  /** The first bytes of a file's content, by which a program is told. */
  readonly head?: Buffer | undefined
  /** Where a link points. */
  readonly target: string | undefined
}
