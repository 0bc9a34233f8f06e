import { basename, resolve } from 'node:path'
import type { LoadedConfig } from '../config/config.js'
import { listDocuments, listFiles } from '../config/payload.js'
import { UserError, type Location, type Problem } from '../error.js'
import { exists, isFolder } from '../host/file.js'
import type { PlannedPackage } from '../release/plan.js'

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

/** Finds what lies beside the config and belongs to the planned version. Throws a {@link UserError} with all that is missing. */
export async function findBeside(config: LoadedConfig, planned: PlannedPackage): Promise<readonly Beside[]> {
  const problems: Problem[] = []
  const found: Beside[] = []
  for (const { kind, name, path, key } of listNamed(config, planned)) {
    const keys = ['packages', planned.name, ...key]
    const [file, at] = [resolve(config.folderOf(keys), path), config.locate(keys)]
    if (await isFolder(file)) problems.push({ message: `${planned.name} needs the file ${path}, and ${file} is a folder.`, at })
    else if (await exists(file)) found.push({ kind, name, file, at })
    else problems.push({ message: `${planned.name} needs ${path}, and there is no ${file}.`, at })
  }
  if (problems.length > 0) throw new UserError(problems)
  return found
}

function listNamed({ config }: LoadedConfig, { name: pkgName, version }: PlannedPackage) {
  const pkg = config.packages[pkgName]
  if (!pkg) throw new Error(`the plan names ${pkgName}, which the config lacks`)
  return [
    ...listDocuments(pkg).flatMap(({ name, from, path }) =>
      typeof from === 'string' ? [{ kind: 'document', name, path: from, key: path } as const] : [],
    ),
    ...listFiles(pkg, version).flatMap((each) =>
      each.kind === 'file'
        ? [{ kind: 'own', name: basename(each.file), path: each.file, key: [...each.path, 'file'] } as const]
        : [],
    ),
  ]
}
