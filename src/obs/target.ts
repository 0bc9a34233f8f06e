import { UserError } from '../error.js'
import type { Cell, Plan } from '../plan/plan.js'
import { readRevision } from './current-revision.js'
import { listFlavours } from './flavour.js'
import { narrowCells, type Narrowing } from './narrowing.js'
import { apiPath, readXml, type Osc } from './osc.js'
import type { Revision } from './push.js'
import { cellsOfMeta } from './result.js'

/** What an obs-* operation works on: the build project of a plan, or a project named by hand. */
export interface Target {
  readonly project: string
  readonly packages: readonly string[]
  readonly plan: Plan | undefined
  /** The instance; undefined for the one that osc's config names. */
  readonly apiurl: string | undefined
  /** Names of all packages that belong together, worked on now or not. */
  readonly siblings: readonly string[]
  /** The cells to expect; without a plan they are read from the project. */
  cells(osc: Osc): Promise<readonly Cell[]>
}

/** What names a target in an operation's inputs. */
export interface TargetInputs {
  readonly plan?: string | undefined
  readonly config?: string | undefined
  readonly project?: string | undefined
  readonly packages: readonly string[]
  readonly apiurl?: string | undefined
  /** Only these repositories and architectures. */
  readonly repositories?: readonly string[]
  readonly architectures?: readonly string[]
}

/** The target of a plan. */
export function targetOf(plan: Plan, narrowing: Narrowing = {}): Target {
  return {
    project: plan.buildProject,
    packages: plan.packages.map(({ name }) => name),
    plan,
    apiurl: plan.apiurl,
    siblings: plan.siblings,
    cells: () => Promise.resolve(narrowCells(plan.cells, narrowing, plan.architectures)),
  }
}

/**
 * The project that the inputs name, or else the plan's. Throws a {@link UserError} for both, and for a project without
 * packages.
 */
export async function resolveTarget(inputs: TargetInputs, makePlan: () => Promise<Plan>): Promise<Target> {
  const { project, packages, apiurl } = inputs
  const { repositories = [], architectures = [] } = inputs
  if (project === undefined) return targetOf(await makePlan(), { repositories, architectures })
  const other = (['plan', 'config'] as const).find((name) => inputs[name] !== undefined)
  if (other !== undefined)
    throw new UserError(`Inputs \`${other}\` and \`project\` exclude each other: a ${other} names the projects itself.`)
  if (packages.length === 0) throw new UserError('Input `packages` is missing: with `project` it names the packages to work on.')
  const cells = async (osc: Osc) => {
    const missing = `OBS has no project ${project} that the account may see; check the input \`project\`.`
    const meta = await readXml(osc, apiPath(['source', project, '_meta']), missing)
    return narrowCells(cellsOfMeta(meta, await listFlavours(project, packages, osc)), { repositories, architectures })
  }
  return { project, packages, plan: undefined, apiurl, siblings: [], cells }
}

/** Revisions as the input `revisions` has them, by package. */
export type GivenRevisions = Readonly<Record<string, Omit<Revision, 'package' | 'changed'>>>

/** The revisions an operation is about: those given, else those that OBS has now, if they are of the planned version. */
export async function resolveRevisions(
  { project, packages, plan }: Target,
  given: GivenRevisions | undefined,
  osc: Osc,
): Promise<readonly Revision[]> {
  if (given === undefined) {
    const tarballOf = (name: string) => plan?.packages.find((candidate) => candidate.name === name)?.tarball
    return Promise.all(packages.map((name) => readRevision(project, name, osc, tarballOf(name))))
  }
  const missing = packages.filter((name) => !Object.hasOwn(given, name))
  if (missing.length > 0)
    throw new UserError(
      `Input \`revisions\` has no revision of ${missing.join(', ')}; give the output of obs-push for the same packages.`,
    )
  return packages.flatMap((name) => {
    const revision = given[name]
    return revision ? [{ package: name, changed: false, ...revision }] : []
  })
}
