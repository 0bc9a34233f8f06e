import { basename, posix } from 'node:path'
import { parseLocation, UserError, type Location, type Problem } from '../error.js'
import { exists, isFolder } from '../host/file.js'
import type { LocalFile, PlannedPackage } from '../plan/plan.js'
import { listAllFiles } from '../plan/variant.js'
import { judgeName, walkTree, type TreeNode } from './tree-walk.js'

/** A document or another file of a package that lies beside its config. */
export interface Beside {
  readonly kind: 'document' | 'own'
  /** In the tarball, where it lies at the root. */
  readonly name: string
  /** Absolute. */
  readonly file: string
  /** Where the config names it. */
  readonly at: Location
  /** Of trees; a file by default. */
  readonly type?: TreeNode['type']
  readonly executable?: boolean
  readonly target?: string | undefined
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
  for (const each of listAllFiles(planned)) {
    if (each.kind !== 'tree') continue
    const at = parseLocation(each.content.at)
    const nodes = (await isFolder(each.content.file)) ? await walkTree(each.content.file, each.pattern) : 'is no folder'
    const listed = typeof nodes === 'string' || !each.path.endsWith('/') ? [] : nodes
    const problem = typeof nodes === 'string' ? nodes : listed.map(({ name }) => judgeName(name)).find((one) => one !== undefined)
    if (problem !== undefined) problems.push({ message: `${planned.name} takes ${each.content.file}, which ${problem}.`, at })
    else if (typeof nodes !== 'string')
      found.push(...nodes.map(({ name, ...node }) => ({ kind: 'own' as const, ...node, name: posix.join(each.place, name), at })))
  }
  if (problems.length > 0) throw new UserError(problems)
  return found
}

function listNamed(planned: PlannedPackage): Beside[] {
  const beside = (kind: Beside['kind'], { file, at }: LocalFile, name = basename(file)): Beside => ({
    kind,
    name,
    file,
    at: parseLocation(at),
  })
  return [
    ...planned.documents.flatMap(({ name, from }) => ('file' in from ? [beside('document', from, name)] : [])),
    ...listAllFiles(planned).flatMap((each) => (each.kind === 'file' ? [beside('own', each.content)] : [])),
  ]
}
