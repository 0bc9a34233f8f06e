import { UserError } from '../error.js'
import type { Host } from '../host/host.js'
import type { Plan } from '../plan/plan.js'
import { compareMeta, desiredProjects, keepPeople, packageMeta, type DesiredProject } from './meta.js'
import { apiPath, type Osc } from './osc.js'
import { parseXml, writeXml } from '../xml.js'

/** One difference between OBS and the plan, made good or not. */
export interface Change {
  readonly project: string
  readonly package?: string
  readonly what: string
}

/**
 * Compares the projects, their configs and the packages of a plan with OBS, and in mode `apply` makes what
 * is missing or different. Throws a UserError when a base distribution does not exist.
 */
export async function provision(plan: Plan, mode: 'check' | 'apply', osc: Osc, host: Host): Promise<readonly Change[]> {
  const changes: Change[] = []
  for (const desired of desiredProjects(plan)) changes.push(...(await provisionProject(plan, desired, mode, osc)))
  for (const { name } of plan.packages) {
    const path = apiPath(['source', plan.buildProject, name, '_meta'])
    if ((await osc.read(path)) !== undefined) continue
    changes.push({ project: plan.buildProject, package: name, what: 'package is missing' })
    if (mode === 'apply') await osc.change('PUT', path, { text: writeXml(packageMeta(plan.buildProject, name)) })
  }
  for (const { project, package: name, what } of changes) host.log.info(`${project}${name ? `/${name}` : ''}: ${what}`)
  return changes
}

async function provisionProject(plan: Plan, desired: DesiredProject, mode: 'check' | 'apply', osc: Osc): Promise<Change[]> {
  const { name: project } = desired
  const changes: Change[] = []
  const metaPath = apiPath(['source', project, '_meta'])
  const liveText = await osc.read(metaPath)
  const live = liveText === undefined ? undefined : parseXml(liveText)
  const differences = live ? compareMeta(desired.meta, live) : ['project is missing']
  changes.push(...differences.map((what) => ({ project, what })))
  if (differences.length > 0 && mode === 'apply') {
    await requireDistributions(plan, osc)
    await osc.change('PUT', metaPath, { text: writeXml(live ? keepPeople(desired.meta, live) : desired.meta) })
  }
  const configPath = apiPath(['source', project, '_config'])
  const liveConfig = live ? ((await osc.read(configPath)) ?? '') : ''
  if (liveConfig.trim() !== desired.config.trim()) {
    changes.push({ project, what: 'project config differs' })
    if (mode === 'apply') await osc.change('PUT', configPath, { text: desired.config })
  }
  return changes
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
