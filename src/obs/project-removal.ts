import { UserError } from '../error.js'
import type { Host } from '../host/host.js'
import type { Plan } from '../plan/plan.js'
import { isPullRequestProject } from '../plan/pull-request.js'
import { childrenOf, parseXml } from '../xml.js'
import { isContainerOf, listAllFiles } from './container.js'
import { desiredProjects } from './meta.js'
import { apiPath, type Osc } from './osc.js'
import { isOurProject, metaPath, surveyProject, type Survey } from './project-survey.js'
import type { Change } from './provision.js'

/**
 * Deletes the projects of a plan, the build project first: only when obs-publish made them, everything in them is ours, and
 * deleting is allowed; else a {@link UserError} says what stands against it, and nothing is changed. Says which packages go.
 */
export async function removeProjects(plan: Plan, allowDelete: boolean, osc: Osc, host: Host): Promise<readonly Change[]> {
  const surveys: Survey[] = []
  for (const desired of desiredProjects(plan).toReversed())
    surveys.push(await surveyProject(desired, (known) => known, false, osc))
  const present = surveys.filter(({ live }) => live !== undefined)
  const problems: string[] = []
  for (const { desired, isOurs, foreign } of present) {
    const { name } = desired
    if (!isOurs) problems.push(`${name} was not made by obs-publish.`)
    const repositories = foreign.filter((each) => each.startsWith('repository '))
    if (repositories.length > 0) problems.push(`${name} has ${repositories.join(', ')}, which obs-publish did not make.`)
    const strangers = (await listPackages(name, osc)).filter((each) => !plan.siblings.some((own) => isContainerOf(each, own)))
    if (strangers.length > 0) problems.push(`${name} has packages that the config does not know: ${strangers.join(', ')}.`)
  }
  const files = new Set<string>()
  for (const { desired } of present)
    if (desired.name !== plan.buildProject) for (const { file } of await listAllFiles(desired.name, osc)) files.add(file)
  if (!allowDelete && present.length > 0)
    problems.push(
      `${present.map(({ desired }) => desired.name).join(' and ')} would be deleted, with ${files.size} published packages; nothing is deleted unless the input \`allow-delete\` allows it.`,
    )
  if (problems.length > 0) throw new UserError(problems.map((message) => ({ message })))
  if (files.size > 0)
    host.log.warning(
      `${files.size} published packages go: ${[...files].slice(0, 10).join(', ')}${files.size > 10 ? ' and more' : ''}`,
    )
  for (const { desired } of present) {
    host.log.info(`deleting ${desired.name}`)
    await osc.change('DELETE', apiPath(['source', desired.name]))
  }
  return present.map(({ desired }) => ({ project: desired.name, what: 'project is deleted', removes: true }))
}

/**
 * Deletes the throw-away project of a pull request, if there is one and obs-publish made it; else a {@link UserError}, and
 * nothing is changed.
 */
export async function removePullRequestProject(project: string, osc: Osc, host: Host): Promise<readonly Change[]> {
  if (!isPullRequestProject(project))
    throw new UserError(
      `${project} is not called as the project of a pull request (BUILD-PROJECT:pr:NUMBER), and only those are deleted by name; give a plan for others.`,
    )
  const meta = await osc.read(metaPath(project))
  if (meta === undefined) {
    host.log.info(`OBS has no ${project}, nothing is deleted`)
    return []
  }
  if (!(await isOurProject(project, osc))) throw new UserError(`${project} was not made by obs-publish, so it is not deleted.`)
  host.log.info(`deleting ${project}`)
  await osc.change('DELETE', apiPath(['source', project]))
  return [{ project, what: 'project is deleted', removes: true }]
}

async function listPackages(project: string, osc: Osc): Promise<readonly string[]> {
  const text = await osc.read(apiPath(['source', project]))
  const names = text === undefined ? [] : childrenOf(parseXml(text), 'entry').map(({ attributes }) => attributes['name'] ?? '')
  return names.filter((name) => !name.startsWith('_'))
}
