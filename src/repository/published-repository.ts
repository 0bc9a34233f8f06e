import type { Stated } from './index-file.js'

/** A package as a repository's index states it. */
export interface PackageEntry {
  readonly name: string
  /** `[epoch:]version-release`, the epoch only when there is one. */
  readonly version: string
  /** The format's own name. */
  readonly architecture: string
  /** Relative to the repository's root. */
  readonly path: string
  readonly stated: Stated
}

/** A file with its signature, on this machine; the signature is undefined when the repository has none. */
export interface SignedFile {
  readonly subject: string
  readonly file: string
  /** The file itself when it is clear-signed. */
  readonly signature: string | undefined
}

/** What a repository publishes, as far as it concerns the wanted packages. */
export interface PublishedRepository {
  readonly observations: readonly Observation[]
  readonly signed: readonly SignedFile[]
  /** The entries of the wanted names; undefined when no sound index could be read. */
  readonly packages: readonly PackageEntry[] | undefined
}

/** Something that the metadata of a repository says, and whether it holds. */
export interface Observation {
  readonly subject: string
  readonly sound: boolean
  /** The facts seen, or what is wrong and what to do. */
  readonly told: string
}

export function sound(subject: string, told: string): Observation {
  return { subject, sound: true, told }
}

export function unsound(subject: string, told: string): Observation {
  return { subject, sound: false, told }
}
