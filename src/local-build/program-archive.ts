import { posix } from 'node:path'
import { UserError } from '../error.js'
import type { PlannedPackage } from '../plan/plan.js'
import type { BuildRequest } from './package-type.js'

/** The levels of zlib. */
export const deflateLevels = { fast: 1, max: 9 } as const

/** A member of an archive of programs. */
export interface ArchiveEntry {
  readonly name: string
  readonly file: string
  readonly mode: number
}

/** `<package>-<version>-<os>-<goarch>`: the name of an archive without its ending, and of the folder in it. */
export function archiveName({ package: { name, version }, platform: { os, goarch } }: BuildRequest): string {
  return [name, version.upstream, os, goarch].join('-')
}

/**
 * The documents, programs and other members of a package's source below one folder, sorted by name. Files beside the
 * config are about installed systems and stay out. Throws a {@link UserError} when there is no program.
 */
export function listEntries(request: BuildRequest): readonly ArchiveEntry[] {
  const folder = archiveName(request)
  const { ingredients, platform } = request
  // Links and empty folders are about installed systems too.
  const chosen = ingredients.filter(({ kind, type = 'file' }) => kind !== 'own' && type === 'file')
  if (!chosen.some(({ kind }) => kind === 'program'))
    throw new UserError(
      `${request.package.name} has no program (a file with \`binary\`), so there is nothing to put into an archive.`,
    )
  const entries = chosen.map(({ kind, name, file, executable }) => {
    const ending = kind === 'program' && platform.os === 'windows' && !name.endsWith('.exe') ? '.exe' : ''
    return { name: posix.join(folder, `${name}${ending}`), file, mode: executable ? 0o755 : 0o644 }
  })
  return entries.sort((left, right) => (left.name < right.name ? -1 : 1))
}

/** What an archive can be made for: Linux on the package's architectures, and the platforms that the config adds. */
export function listArchiveTargets({ architectures, platforms }: PlannedPackage): readonly string[] {
  return [...architectures, ...platforms]
}
