import { ServiceError, UserError } from '../error.js'
import type { Host } from '../host/host.js'
import type { Plan } from '../plan/plan.js'
import { childrenOf, parseXml, type Element } from '../xml.js'
import { writeXml } from '../xml-writer.js'
import { requireHidden, requireStillHidden } from './hidden-project.js'
import { requireDebbuild } from './debbuild-probe.js'
import type { Difference } from './meta-merge.js'
import { desiredProjects, packageMeta } from './meta.js'
import { apiPath, type Osc } from './osc.js'
import { limitFlags, limitsOf, mergeLimits } from './package-limit.js'
import { writeProjectConfig, type ProjectRecord } from './project-record.js'
import { configPath, describeSurvey, metaPath, surveyProject, type Survey } from './project-survey.js'
import { describeTaken } from './taken.js'
import { renderPatch } from './patch.js'

/** One difference between OBS and the plan, made good or not. */
export interface Change extends Omit<Difference, 'takes'> {
  readonly project: string
  readonly package?: string
}

export interface ProvisionOptions {
  readonly mode: 'check' | 'apply'
  /** Whether projects that obs-publish did not make may be added to. */
  readonly adopt: boolean
  /** Whether what obs-publish made and the config no longer names may be deleted. */
  readonly allowDelete: boolean
}

export interface Provisioned {
  readonly changes: readonly Change[]
  /** The differences of _meta and project config as unified diffs; empty when there are none. */
  readonly diff: string
}

/** A planned package on OBS. */
interface PackageSurvey {
  readonly name: string
  readonly live: Element | undefined
  readonly meta: Element
  readonly differences: readonly Difference[]
}

/**
 * Compares the projects and packages of a plan with OBS, and in mode `apply` puts what the config says into what is there.
 * Everything else stays and is named. A project that obs-publish did not make is a UserError unless it may be adopted; what
 * the config no longer names is deleted only where obs-publish made it and that is allowed. A run that changes nothing asks
 * for five things.
 */
export async function provision(plan: Plan, options: ProvisionOptions, osc: Osc, host: Host): Promise<Provisioned> {
  const { mode, allowDelete } = options
  const limits = limitsOf(plan)
  const planned = plan.packages.map(({ name }) => name)
  const surveys: Survey[] = []
  for (const desired of desiredProjects(plan)) {
    const isBuild = desired.name === plan.buildProject
    // Packages that are not planned now keep what is known of them.
    const disables = (known: ProjectRecord['disables']) =>
      isBuild ? [...known.filter((each) => !planned.includes(each.package)), ...limits] : known
    surveys.push(await surveyProject(desired, disables, allowDelete, osc))
  }
  if (plan.embargo !== undefined) requireHidden(plan, surveys)
  const build = surveys.find(({ desired }) => desired.name === plan.buildProject)
  const packages = await surveyPackages(plan, build, osc)
  const changes = [...surveys.flatMap((survey) => changesOf(survey)), ...packages.flatMap((each) => packageChanges(plan, each))]
  for (const change of changes) host.log.info(describeChange(change))
  for (const { desired, foreign } of surveys)
    if (foreign.length > 0) host.log.info(`${desired.name} also has ${foreign.join(', ')}, which stays`)
  const patches = [
    ...surveys.map((survey) => renderPatch(survey.desired.name, describeSurvey(survey))),
    ...packages.map((each) => renderPackagePatch(plan, each)),
  ]
  const diff = (await Promise.all(patches)).join('')
  const provisioned = { changes, diff }
  if (mode === 'apply') await applyAll(plan, options, surveys, packages, osc, host)
  if (mode === 'apply' && plan.embargo !== undefined) await requireStillHidden(plan, osc)
  const isMade = mode === 'apply' ? changes.length > 0 : build?.live !== undefined
  if (isMade) await requireDebbuild(plan, mode, osc, host)
  return provisioned
}

function changesOf({ desired, isOurs, live, differences }: Survey): readonly Change[] {
  const strange =
    live !== undefined && !isOurs ? [{ project: desired.name, what: 'was not made by obs-publish', kept: true as const }] : []
  return [
    ...strange,
    ...differences.map(({ what, kept, removes }) => ({
      project: desired.name,
      what,
      ...(kept && { kept }),
      ...(removes && { removes }),
    })),
  ]
}

function packageChanges({ buildProject }: Plan, { name, differences }: PackageSurvey): readonly Change[] {
  return differences.map(({ what, kept }) => ({ project: buildProject, package: name, what, ...(kept && { kept }) }))
}

function describeChange({ project, package: name, what, kept, removes }: Change): string {
  const end = kept ? '; it stays' : removes ? '; it is deleted' : ''
  return `${project}${name ? `/${name}` : ''}: ${what}${end}`
}

function renderPackagePatch({ buildProject }: Plan, { name, live, meta }: PackageSurvey): Promise<string> {
  return renderPatch(`${buildProject}/${name}`, { before: live === undefined ? '' : writeXml(live), after: writeXml(meta) })
}

/** All planned packages in one request. A search may lack what exists, so one that seems missing is looked for. */
async function surveyPackages(plan: Plan, build: Survey | undefined, osc: Osc): Promise<readonly PackageSurvey[]> {
  const { buildProject } = plan
  const limits = limitsOf(plan)
  const found = new Map<string, Element>()
  if (build?.live !== undefined) {
    const text = await osc.read(apiPath(['search', 'package'], [['match', `@project='${buildProject}'`]]))
    for (const meta of text === undefined ? [] : childrenOf(parseXml(text), 'package'))
      found.set(meta.attributes['name'] ?? '', meta)
  }
  const surveys: PackageSurvey[] = []
  for (const { name } of plan.packages) {
    const own = limits.filter((each) => each.package === name)
    const text =
      found.has(name) || build?.live === undefined ? undefined : await osc.read(apiPath(['source', buildProject, name, '_meta']))
    const live = found.get(name) ?? (text === undefined ? undefined : parseXml(text))
    const ours = build?.live?.config.record?.disables.filter((each) => each.package === name) ?? []
    surveys.push(
      live === undefined
        ? { name, live, meta: packageMeta(buildProject, name, limitFlags(own)), differences: [{ what: 'package is missing' }] }
        : { name, live, ...mergeLimits(live, own, ours) },
    )
  }
  return surveys
}

/**
 * Makes the changes in an order that OBS accepts and that leaves a record at every moment: a repository must exist before a
 * release target names it, and no release target may name one that is deleted; what is recorded is added by a later run.
 */
async function applyAll(
  plan: Plan,
  { adopt, allowDelete }: ProvisionOptions,
  surveys: readonly Survey[],
  packages: readonly PackageSurvey[],
  osc: Osc,
  host: Host,
): Promise<void> {
  const strange = surveys.filter(({ isOurs }) => !isOurs)
  if (strange.length > 0 && !adopt)
    throw new UserError(
      strange.map(({ desired }) => ({
        message: `${desired.name} exists on OBS and was not made by obs-publish: nothing was changed; look with mode check at what would be added, and set the input \`adopt\` to add it, or name another project in the config.`,
      })),
    )
  if (surveys.some(({ live, added }) => live === undefined || writeXml(live.meta) !== writeXml(added)))
    await requireDistributions(plan, osc)
  if (allowDelete) for (const sentence of await describeTaken(surveys, osc)) host.log.warning(sentence)
  for (const survey of surveys) {
    const { desired, live, added, joined } = survey
    if (live === undefined) await put(metaPath(desired.name), writeXml(added), osc, host)
    await putConfig(survey, joined, live?.text, osc, host)
    if (live !== undefined && writeXml(live.meta) !== writeXml(added))
      await put(metaPath(desired.name), writeXml(added), osc, host)
  }
  for (const survey of surveys.toReversed()) {
    const { desired, added, merged, joined, record } = survey
    if (writeXml(added) !== writeXml(merged)) await put(metaPath(desired.name), writeXml(merged), osc, host)
    await putConfig(survey, record, configText(survey, joined), osc, host)
  }
  for (const { name, live, meta } of packages)
    if (live === undefined || writeXml(live) !== writeXml(meta))
      await put(apiPath(['source', plan.buildProject, name, '_meta']), writeXml(meta), osc, host)
}

function configText({ desired, live }: Survey, record: ProjectRecord): string {
  const config = live?.config ?? { record: undefined, before: '', block: '', after: '' }
  return writeProjectConfig(config, record, desired.macros)
}

async function putConfig(
  survey: Survey,
  record: ProjectRecord,
  present: string | undefined,
  osc: Osc,
  host: Host,
): Promise<void> {
  const text = configText(survey, record)
  if (text !== present) await put(configPath(survey.desired.name), text, osc, host)
}

/** Writes a file; when the answer was lost, looks whether it happened, and repeats it only if it did not. */
async function put(path: string, text: string, osc: Osc, host: Host): Promise<void> {
  const before = await osc.read(path)
  try {
    await osc.change('PUT', path, { text })
  } catch (error) {
    if (!(error instanceof ServiceError) || !error.retriable) throw error
    host.log.info(`${error.message}; looking whether it happened`)
    if ((await osc.read(path)) === before) await osc.change('PUT', path, { text })
  }
}

async function requireDistributions({ builders }: Plan, osc: Osc): Promise<void> {
  for (const { name, paths, at } of builders) {
    for (const { project, repository } of paths) {
      const text = await osc.read(metaPath(project))
      const found =
        text !== undefined && childrenOf(parseXml(text), 'repository').some(({ attributes }) => attributes['name'] === repository)
      if (!found)
        throw new UserError(
          `${at}: this OBS has no ${project}/${repository}, on which builder ${name} is based, as far as the account may see; correct builders.${name}.paths.`,
        )
    }
  }
}
