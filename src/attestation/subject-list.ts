import { join } from 'node:path'
import { UserError } from '../error.js'
import { exists, hashFile, writeWhole } from '../host/file.js'
import type { Plan } from '../plan/plan.js'

/** What a statement is about. */
export interface Subject {
  readonly name: string
  readonly sha256: string
}

/** The tarballs of source directories. Throws a {@link UserError} for one that is not there. */
export async function listTarballs({ packages }: Pick<Plan, 'packages'>, sources: string): Promise<readonly Subject[]> {
  const found: Subject[] = []
  for (const { name, tarball } of packages) {
    const file = join(sources, name, tarball)
    if (!(await exists(file)))
      throw new UserError(`There is no ${file}: give the source directories of all packages by \`sources\`.`)
    found.push({ name: tarball, sha256: await hashFile(file, 'sha256') })
  }
  return found
}

/** Writes subjects as sha256sum does, and returns the path. */
export async function writeChecksums(file: string, subjects: readonly Subject[]): Promise<string> {
  await writeWhole(file, subjects.map(({ name, sha256 }) => `${sha256}  ${name}\n`).join(''))
  return file
}
