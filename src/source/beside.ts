import { basename } from 'node:path'
import { parseLocation, UserError, type Location, type Problem } from '../error.js'
import { exists, isFolder } from '../host/file.js'
import type { LocalFile, PlannedPackage } from '../plan/plan.js'

/** A document or another file of a package that lies beside its config. */
export interface Beside {
  readonly kind: 'document' | 'own'
  /** In the tarball, where it lies at the root. */
  readonly name: string
  /** Absolute. */
  readonly file: string
  /** Where the config names it. */
  readonly at: Location
}

/** Finds what lies beside the config and belongs to a package. Throws a {@link UserError} with all that is missing. */
export async function findBeside(planned: PlannedPackage): Promise<readonly Beside[]> {
  const problems: Problem[] = []
  const found = listNamed(planned)
  for (const { file, at } of found) {
    const name = basename(file)
    if (await isFolder(file)) problems.push({ message: `${planned.name} needs the file ${name}, and ${file} is a folder.`, at })
    else if (!(await exists(file))) problems.push({ message: `${planned.name} needs ${name}, and there is no ${file}.`, at })
  }
  if (problems.length > 0) throw new UserError(problems)
  return found
}

function listNamed({ documents, files }: PlannedPackage): Beside[] {
  const beside = (kind: Beside['kind'], { file, at }: LocalFile, name = basename(file)): Beside => ({
    kind,
    name,
    file,
    at: parseLocation(at),
  })
  return [
    ...documents.flatMap(({ name, from }) => ('file' in from ? [beside('document', from, name)] : [])),
    ...files.flatMap((each) => (each.kind === 'file' ? [beside('own', each.content)] : [])),
  ]
}
