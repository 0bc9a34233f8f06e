import type { Cell } from '../plan/plan.js'
import type { CellVersions } from '../version/cell-versions.js'
import type { BuiltFile } from './container.js'

/** What a package file's name says. */
export interface FileName {
  readonly name: string
  /** With the release, without an epoch, which no file name has. */
  readonly version: string
}

/**
 * Takes a package's file name apart. It is exact: neither a deb's name and version can hold an underscore
 * (deb-src-control(5), Policy 5.6.1 and 5.6.12), nor an rpm's version and release a hyphen (rpm, `_build_name_fmt`), so it
 * is read from its end. Undefined for any other file.
 */
export function readFileName(file: string): FileName | undefined {
  const deb = /^([^_]+)_([^_]+)_[^_]+\.deb$/.exec(file)
  if (deb) return { name: deb[1] ?? '', version: deb[2] ?? '' }
  const rpm = /^(.+)-([^-]+-[^-]+)\.[^.-]+\.rpm$/.exec(file)
  return rpm ? { name: rpm[1] ?? '', version: rpm[2] ?? '' } : undefined
}

/** The versions of some cells' packages in the files that OBS has of them; those of subpackages are not among them. */
export function readVersions(cells: readonly Cell[], files: readonly BuiltFile[]): CellVersions {
  const versions: Record<string, Record<string, string>> = {}
  for (const { package: name, builder, architecture } of cells) {
    for (const { repository, architecture: other, file } of files) {
      if (repository !== builder || other !== architecture) continue
      const read = readFileName(file)
      if (read?.name === name) versions[builder] = { ...versions[builder], [architecture]: read.version }
    }
  }
  return versions
}
