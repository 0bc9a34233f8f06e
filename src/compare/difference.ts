import type { PackageFormat } from '../package/package-model.js'

/** What two packages can differ in. */
export const aspects = [
  // On one side only.
  'package',
  // Its name, when each side holds one package.
  'name',
  // Its architecture, likewise.
  'architecture',
  // Epoch and version.
  'version',
  // What follows the last hyphen of the version.
  'release',
  // Summary, description, url, license and other fields.
  'metadata',
  // What it requires, provides, conflicts with and the like.
  'relations',
  // Scriptlets, triggers and other active control files.
  'scripts',
  // Bytes of the package and installed.
  'size',
  // Paths on one side only.
  'files',
  // Whether a path is a file, a directory or a link.
  'type',
  // Where a link points.
  'link',
  // Permission bits.
  'mode',
  // User and group.
  'owner',
  // Config, noreplace, missingok, ghost, doc, license, capabilities.
  'marks',
  // The SHA-256 of a content.
  'digest',
] as const

export type Aspect = (typeof aspects)[number]

/** One thing that differs. */
export interface Difference {
  /** The name of the package. */
  readonly package: string
  /** `deb and rpm` when the sides have different ones. */
  readonly format: PackageFormat | 'deb and rpm'
  readonly architecture: string
  /** The left one's, or that of the only one. */
  readonly version: string
  readonly what: Aspect
  /** A path, a field, a kind of relation or the name of a script; empty where there is only one. */
  readonly where: string
  /** As text; null for what is not there. */
  readonly left: string | null
  readonly right: string | null
}

/** A difference without the package that it is about. */
export type Discrepancy = Pick<Difference, 'what' | 'where' | 'left' | 'right'>

/** A list with the finding when the sides differ, else an empty one. */
export function differ(what: Aspect, where: string, left: string | null, right: string | null): readonly Discrepancy[] {
  return left === right ? [] : [{ what, where, left, right }]
}
