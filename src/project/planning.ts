import type { LoadedConfig } from '../config/config.js'
import { UserError } from '../error.js'
import type { Host } from '../host/host.js'
import { apiPath, readXml, type Osc } from '../obs/osc.js'
import { readRevision, type Revision } from '../obs/push.js'
import { cellsOfMeta } from '../obs/result.js'
import { makePlan, type Cell, type Plan } from '../plan/planner.js'
import { tarballName } from '../source/source-directory.js'
import { loadConfig } from './config-file.js'
import type { RevisionsInput } from '../declaration/common.js'
import { resolveVersion } from './wanted-version.js'

export interface PlanInputs {
  readonly config?: string | undefined
  readonly version?: string | undefined
  readonly channel?: string | undefined
  readonly packages: readonly string[]
}

export interface TargetInputs extends PlanInputs {
  readonly project?: string | undefined
}

/** A config and what follows from it for one version. */
export interface Planned {
  readonly loaded: LoadedConfig
  readonly plan: Plan
}

/** Reads the config and makes the plan. */
export async function resolvePlan(inputs: PlanInputs, host: Host): Promise<Planned> {
  const loaded = await loadConfig(inputs.config, host)
  const version = await resolveVersion(inputs.version, host)
  const request = { version, channel: inputs.channel, packages: inputs.packages }
  return { loaded, plan: makePlan(loaded.config, request, loaded.locate) }
}

/** What an obs-* operation works on: the build project of a plan, or a project named by hand. */
export interface Target {
  readonly project: string
  readonly packages: readonly string[]
  readonly planned: Planned | undefined
  /** The cells to expect; without a config they are read from the project. */
  cells(osc: Osc): Promise<readonly Cell[]>
}

export async function resolveTarget(inputs: TargetInputs, host: Host): Promise<Target> {
  const { project, packages } = inputs
  if (project === undefined) {
    const planned = await resolvePlan(inputs, host)
    const { plan } = planned
    return {
      project: plan.buildProject,
      packages: plan.packages.map(({ name }) => name),
      planned,
      cells: () => Promise.resolve(plan.cells),
    }
  }
  if (inputs.config !== undefined)
    throw new UserError('Inputs `config` and `project` exclude each other: a config names the projects itself.')
  if (packages.length === 0) throw new UserError('Input `packages` is missing: with `project` it names the packages to work on.')
  const cells = async (osc: Osc) =>
    cellsOfMeta(
      await readXml(osc, apiPath(['source', project, '_meta']), `OBS has no project ${project}; check the input \`project\`.`),
      packages,
    )
  return { project, packages, planned: undefined, cells }
}

/** The revisions an operation is about: those given, else those that OBS has now, if they are of the planned version. */
export async function resolveRevisions(
  target: Target,
  given: RevisionsInput | undefined,
  osc: Osc,
): Promise<readonly Revision[]> {
  if (given === undefined)
    return Promise.all(target.packages.map((name) => readRevision(target.project, name, osc, tarballOf(target, name))))
  const missing = target.packages.filter((name) => !Object.hasOwn(given, name))
  if (missing.length > 0)
    throw new UserError(
      `Input \`revisions\` has no revision of ${missing.join(', ')}; give the output of obs-push for the same packages.`,
    )
  return target.packages.flatMap((name) => {
    const revision = given[name]
    return revision ? [{ package: name, changed: false, ...revision }] : []
  })
}

function tarballOf({ planned }: Target, name: string): string | undefined {
  const found = planned?.plan.packages.find((candidate) => candidate.name === name)
  return found && tarballName(found)
}
