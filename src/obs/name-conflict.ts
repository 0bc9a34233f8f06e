import { WorkError } from '../error.js'
import { listAllFiles, listBuiltFiles } from './container.js'
import type { Osc } from './osc.js'

/** A package that is about to be released, and what the publish project has of its sources already. */
export interface Newcomer {
  readonly name: string
  readonly containers: readonly string[]
}

/**
 * Throws a {@link WorkError} when the publish project has a file of the same name from other sources: users would go on
 * getting that one, whatever is released. So it is when a version was built under an embargo, in another project.
 */
export async function requireNewNames(
  { project, target, newcomers }: { readonly project: string; readonly target: string; readonly newcomers: readonly Newcomer[] },
  osc: Osc,
): Promise<void> {
  const names = newcomers.map(({ name }) => name)
  const now = await listBuiltFiles(project, names, osc)
  const own = new Set(newcomers.flatMap(({ containers }) => containers))
  const others = (await listAllFiles(target, osc)).filter(({ container }) => !own.has(container))
  const there = new Map(others.map((each) => [`${each.repository}/${each.architecture}/${each.file}`, each]))
  const taken = now
    .map((each) => there.get(`${each.repository}/${each.architecture}/${each.file}`))
    .find((each) => each !== undefined)
  if (taken === undefined) return
  throw new WorkError(
    `Nothing was released: ${target} has ${taken.file} from other sources, as ${taken.container}, and users would go on getting that one; this version is published, so publish the next one.`,
  )
}
