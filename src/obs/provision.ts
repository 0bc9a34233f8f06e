import { ServiceError, UserError } from '../error.js'
import type { Host } from '../host/host.js'
import type { Plan } from '../plan/plan.js'
import { parseXml, writeXml, type Element } from '../xml.js'
import { compareConfig } from './config-difference.js'
import { compareMeta, type MetaDifference } from './meta-difference.js'
import { desiredProjects, keepFound, packageMeta, type DesiredProject } from './meta.js'
import { apiPath, type Osc } from './osc.js'

/** One difference between OBS and the plan, made good or not. */
export interface Change {
  readonly project: string
  readonly package?: string
  readonly what: string
  /** Set for something on OBS that the config does not have, which apply refuses to remove. */
  readonly refused?: true
}

/** A desired project with what OBS has of it. */
interface Survey {
  readonly desired: DesiredProject
  /** Undefined for a project that is missing. */
  readonly live: Element | undefined
  readonly meta: readonly MetaDifference[]
  readonly config: readonly MetaDifference[]
}

/**
 * Compares the projects, their configs and the packages of a plan with OBS, and in mode `apply` adds what is missing.
 * What is on OBS besides is never removed: mode `apply` then changes nothing and throws a UserError that lists it, as it
 * does when a base distribution does not exist.
 */
export async function provision(plan: Plan, mode: 'check' | 'apply', osc: Osc, host: Host): Promise<readonly Change[]> {
  const surveys: Survey[] = []
  for (const desired of desiredProjects(plan)) surveys.push(await survey(desired, osc))
  const changes = surveys.flatMap(listChanges)
  if (mode === 'apply') {
    refuseRemovals(changes)
    if (surveys.some(({ meta }) => meta.length > 0)) await requireDistributions(plan, osc)
    for (const each of surveys) await apply(each, osc)
  }
  for (const { name } of plan.packages) {
    const path = apiPath(['source', plan.buildProject, name, '_meta'])
    if ((await osc.read(path)) !== undefined) continue
    changes.push({ project: plan.buildProject, package: name, what: 'package is missing' })
    if (mode === 'apply') await osc.change('PUT', path, { text: writeXml(packageMeta(plan.buildProject, name)) })
  }
  for (const { project, package: name, what, refused } of changes)
    host.log.info(`${project}${name ? `/${name}` : ''}: ${what}${refused ? '; mode apply refuses to remove it' : ''}`)
  return changes
}

async function survey(desired: DesiredProject, osc: Osc): Promise<Survey> {
  const text = await osc.read(metaPath(desired))
  if (text === undefined) {
    const config = compareConfig(desired.config, '')
    return { desired, live: undefined, meta: [{ what: 'project is missing', removes: false }], config }
  }
  const live = parseXml(text)
  const config = await osc.read(configPath(desired))
  // A project without a config has an empty one; OBS answers 404 when it cannot reach its own backend.
  if (config === undefined)
    throw new ServiceError({ url: configPath(desired), status: 404, reason: 'no project config', retriable: true })
  return { desired, live, meta: compareMeta(desired.meta, live), config: compareConfig(desired.config, config) }
}

function listChanges({ desired, meta, config }: Survey): readonly Change[] {
  return [...meta, ...config].map(({ what, removes }) => ({
    project: desired.name,
    what,
    ...(removes ? { refused: true } : {}),
  }))
}

/** Throws a {@link UserError} with everything that a PUT would take from the projects. */
function refuseRemovals(changes: readonly Change[]): void {
  const refused = changes.filter((change) => change.refused)
  if (refused.length === 0) return
  throw new UserError(
    refused.map(({ project, what }) => ({
      message: `${project} ${what}, which the config has not: nothing was changed on OBS; take it over into the config if that can say it, settle it with whoever set it there, or only compare, in mode check.`,
    })),
  )
}

async function apply({ desired, live, meta, config }: Survey, osc: Osc): Promise<void> {
  if (meta.length > 0)
    await osc.change('PUT', metaPath(desired), { text: writeXml(live ? keepFound(desired.meta, live) : desired.meta) })
  if (config.length > 0) await osc.change('PUT', configPath(desired), { text: desired.config })
}

function metaPath({ name }: DesiredProject): string {
  return apiPath(['source', name, '_meta'])
}

function configPath({ name }: DesiredProject): string {
  return apiPath(['source', name, '_config'])
}

async function requireDistributions({ builders }: Plan, osc: Osc): Promise<void> {
  for (const { name, paths } of builders) {
    for (const { project, repository } of paths) {
      const text = await osc.read(apiPath(['source', project, '_meta']))
      const found =
        text !== undefined &&
        parseXml(text).children.some((child) => child.name === 'repository' && child.attributes['name'] === repository)
      if (!found)
        throw new UserError(
          `This OBS has no ${project}/${repository}, on which builder ${name} is based; correct builders.${name}.paths.`,
        )
    }
  }
}
