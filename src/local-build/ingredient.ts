import { hashBytes, hashFile } from '../host/file.js'
import type { PlannedPackage } from '../plan/plan.js'
import { folderOf, type Platform } from '../platform.js'
import { findBeside } from '../source/beside.js'
import type { Binary } from '../source/binary.js'

/** A file that goes into a package. */
export interface Ingredient {
  /** `program` and `member` come from the source, for one platform; the others are the same on all. */
  readonly kind: 'program' | 'member' | 'document' | 'own'
  /** Its path within the source, or its name beside the config. */
  readonly name: string
  readonly file: string
  readonly sha256: string
  readonly executable: boolean
  /** A link or a folder of a tree, which has no content. */
  readonly type?: 'file' | 'link' | 'folder' | undefined
}

/** Those of the files of a package's source that one platform gets, documents included. */
export function binariesOf(binaries: readonly Binary[], platform: Platform): readonly Binary[] {
  const folder = `${folderOf(platform)}/`
  return binaries.filter(({ place }) => place.startsWith(folder) || !place.includes('/'))
}

/** Everything that goes into a package on one platform. */
export function ingredientsOf(
  binaries: readonly Binary[],
  beside: readonly Ingredient[],
  platform: Platform,
): readonly Ingredient[] {
  const found = binariesOf(binaries, platform).map(({ name, kind, place, file, sha256, executable, type }): Ingredient => {
    if (!place.includes('/')) return { kind: 'document', name: place, file, sha256, executable: false }
    return { kind: kind === 'binary' ? 'program' : 'member', name, file, sha256, executable, type }
  })
  return [...found, ...beside]
}

/** The documents and files of a package that lie beside its config. Throws what {@link findBeside} throws. */
export async function readBesideConfig(planned: PlannedPackage): Promise<readonly Ingredient[]> {
  const found: Ingredient[] = []
  for (const { kind, name, file, type = 'file', executable = false, target } of await findBeside(planned)) {
    const sha256 = type === 'file' ? await hashFile(file, 'sha256') : hashBytes(`${type} ${target}`, 'sha256')
    found.push({ kind, name, file, sha256, executable, type })
  }
  return found
}
