import { resolve } from 'node:path'
import type { LoadedConfig } from '../config/config.js'
import { UserError } from '../error.js'
import { isFolder } from '../host/file.js'
import type { Host } from '../host/host.js'
import { narrowPlan } from '../plan/narrow.js'
import { writeInstant } from '../instant.js'
import type { Plan } from '../plan/plan.js'
import { readHistory, requireTags } from './checkout.js'
import { loadConfig } from './config-file.js'
import { openPlan } from './plan-file.js'
import { resolveVersion } from './wanted-version.js'

/** The inputs by which an operation is told what it is about. */
export interface PlanInputs {
  /** A plan made before: JSON, the path of a file, or `artifact:NAME`. */
  readonly plan?: string | undefined
  readonly config?: string | undefined
  readonly version?: string | undefined
  readonly channel?: string | undefined
  readonly packages: readonly string[]
  /** The OBS instance, in place of the config's. */
  readonly apiurl?: string | undefined
}

/**
 * The plan that was given, or the one that follows from the config and the checkout. Throws a {@link UserError} for
 * both at once, and for whatever in them cannot be planned.
 * @param local whether all stays on this machine: the version of the checkout will do, and projects on OBS are not needed
 * @param underEmbargo whether whoever asks keeps the plan to itself
 */
export async function resolvePlan(inputs: PlanInputs, host: Host, local = false, underEmbargo = false): Promise<Plan> {
  if (inputs.apiurl !== undefined && !URL.canParse(inputs.apiurl))
    throw new UserError(`Input \`apiurl\` must be a URL, not ${JSON.stringify(inputs.apiurl)}.`)
  if (inputs.plan !== undefined) {
    const others = (['config', 'version', 'channel'] as const).filter((name) => inputs[name] !== undefined)
    if (others.length > 0) {
      const names = others.map((name) => `\`${name}\``).join(', ')
      throw new UserError(`Inputs \`plan\` and ${names} exclude each other: a plan is made of them, once.`)
    }
    const plan = narrowPlan(await openPlan(inputs.plan, host), inputs.packages)
    return inputs.apiurl === undefined ? plan : { ...plan, apiurl: inputs.apiurl }
  }
  const loaded = await loadConfig(inputs.config, host)
  const { tag, embargo } = loaded.config
  if (embargo !== undefined && !underEmbargo && host.clock.now() < embargo)
    throw new UserError(
      `This config holds a version back until ${writeInstant(embargo)} (\`embargo\`), and a plan names it to everybody; use the operation embargo, or a config without that line.`,
    )
  if (!local) await refuseUnedited(loaded)
  const version = await resolveVersion(inputs.version, host, local, tag)
  const { channel, packages, apiurl } = inputs
  // Only here, because the config's schema costs every start of a command that needs none.
  const { makePlan } = await import('../plan/planner.js')
  const plan = makePlan(loaded, { version, channel, packages, apiurl, ...(await readSurroundings(loaded, host)) })
  await tellDoubts(loaded, plan, host)
  return plan
}

/** Loaded only here: most commands need none of it. */
async function refuseUnedited(loaded: LoadedConfig): Promise<void> {
  ;(await import('./edited-config.js')).requireEdited(loaded)
}

/** Plans versions of a project, one after the other, from a config and a checkout that are read once. */
export interface Planner {
  /** The API of the OBS instance. */
  readonly apiurl: string
  readonly planOf: (version: string, channel: string, packages: readonly string[]) => Plan
}

/** A {@link Planner} of the config that was given; packages that the config does not have any more are left out. */
export async function openPlanner({ config, apiurl }: Pick<PlanInputs, 'config' | 'apiurl'>, host: Host): Promise<Planner> {
  const loaded = await loadConfig(config, host)
  await refuseUnedited(loaded)
  const { makePlan } = await import('../plan/planner.js')
  const surroundings = await readSurroundings(loaded, host)
  const known = Object.keys(loaded.config.packages)
  return {
    apiurl: apiurl ?? loaded.config.obs.apiurl,
    planOf: (version, channel, wanted) =>
      makePlan(loaded, { version, channel, packages: wanted.filter((name) => known.includes(name)), apiurl, ...surroundings }),
  }
}

/** What a plan takes from the checkout beside the config. */
async function readSurroundings(loaded: LoadedConfig, host: Host) {
  const { tag, versions, packages } = loaded.config
  const usesTags = Object.values(packages).some(({ changelog }) => changelog?.git !== undefined)
  if (usesTags) await requireTags(host, 'The changelog of git tags')
  const history = await readHistory(host, usesTags, versions, tag)
  return { history, folders: await findFolders(loaded), suite: host.version }
}

/** Warns of what may well be right in the packages of a plan, and often is not. */
async function tellDoubts({ config, locate }: LoadedConfig, plan: Plan, host: Host): Promise<void> {
  const { doubtOwners } = await import('../config/owner-doubt.js')
  for (const { path, message } of doubtOwners(config))
    if (plan.packages.some(({ name }) => name === path[1])) host.log.warning(message, locate(path))
}

/** Those files beside the config that are folders, and so are taken with all that is in them. */
async function findFolders(loaded: LoadedConfig): Promise<ReadonlySet<string>> {
  const { listEntries } = await import('../config/installed.js')
  const found = new Set<string>()
  for (const [name, pkg] of Object.entries(loaded.config.packages)) {
    for (const { entry, path } of listEntries(pkg)) {
      if (entry.file === undefined) continue
      const file = resolve(loaded.folderOf(['packages', name, ...path, 'file']), entry.file)
      if (await isFolder(file)) found.add(file)
    }
  }
  return found
}
