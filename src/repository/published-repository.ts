import type { PackageLists } from './package-list.js'
import type { Stated } from './stated.js'

/** A package that an index has, by what tells it from others. */
export interface ListedPackage {
  readonly name: string
  /** `[epoch:]version[-release]`, the epoch only when there is one. */
  readonly version: string
  /** The format's own name. */
  readonly architecture: string
}

/** A package as a repository's index states it. */
export interface PackageEntry extends ListedPackage {
  /** Relative to the repository's root, or an address. */
  readonly path: string
  readonly stated: Stated
  /** The whole entry as the index writes it. */
  readonly text: string
}

/** A file with its signature, on this machine; the signature is undefined when the repository has none. */
export interface SignedFile {
  readonly subject: string
  readonly file: string
  /** The file itself when it is clear-signed. */
  readonly signature: string | undefined
}

/** What is looked for in an index. */
export interface Selection {
  /** Whether packages of a name are wanted. */
  readonly isWanted: (name: string) => boolean
  /** All wanted names, when they are few. */
  readonly names?: readonly string[]
  /** Whether a version of a wanted name is read whole; of others it is known that they are there. Default: all. */
  readonly isExact?: (name: string, version: string) => boolean
  /** The format's own names of the architectures whose indexes are read, where each has its own; default: all. */
  readonly architectures?: readonly string[]
  /** Whether what is said of files and changes is kept of packages that are read whole, where that is told apart (rpm). */
  readonly withLists?: boolean
  /** Told of each name that is not wanted, as often as it occurs. */
  readonly onOther?: (name: string) => void
}

/** What a repository publishes, as far as it concerns the wanted packages. */
export interface PublishedRepository {
  readonly observations: readonly Observation[]
  readonly signed: readonly SignedFile[]
  /** The entries that are read whole; undefined when no sound index could be read. */
  readonly packages: readonly PackageEntry[] | undefined
  /** Everything else of the wanted names. */
  readonly others: readonly ListedPackage[]
  /** What is said of the files and changes of packages, as far as it was asked for and is sound. */
  readonly lists?: PackageLists
  /** What its signed file says of it, by lower-case name: suite, codename, date. */
  readonly facts: Readonly<Record<string, string>>
}

/** Something that the metadata of a repository says, and whether it holds. */
export interface Observation {
  readonly subject: string
  readonly state: 'sound' | 'doubtful' | 'unsound'
  /** The facts seen, or what is wrong and what to do. */
  readonly told: string
  /** The download host failed, so a later look may see something else. */
  readonly unavailable?: boolean
}

export function sound(subject: string, told: string): Observation {
  return { subject, state: 'sound', told }
}

/** Something that holds today, and that others refuse. */
export function doubtful(subject: string, told: string): Observation {
  return { subject, state: 'doubtful', told }
}

export function unsound(subject: string, told: string): Observation {
  return { subject, state: 'unsound', told }
}
