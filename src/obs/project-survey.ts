import { ServiceError } from '../error.js'
import { childOf, childrenOf, element, parseXml, type Element } from '../xml.js'
import { writeXml } from '../xml-writer.js'
import { mergeMeta, recordAll, type Difference } from './meta-merge.js'
import { isOurDescription, type DesiredProject } from './meta.js'
import { apiPath, type Osc } from './osc.js'
import {
  joinRecords,
  noRecord,
  readProjectConfig,
  writeProjectConfig,
  type Disable,
  type ProjectConfig,
  type ProjectRecord,
} from './project-record.js'

/** A desired project with what OBS has of it and what becomes of it. */
export interface Survey {
  readonly desired: DesiredProject
  /** Undefined for a project that is missing. */
  readonly live: { readonly meta: Element; readonly config: ProjectConfig; readonly text: string } | undefined
  /** Whether obs-publish made or adopted it; a missing one will be made. */
  readonly isOurs: boolean
  readonly differences: readonly Difference[]
  readonly foreign: readonly string[]
  /** The _meta with all that is added and nothing deleted, and the one in which what may be deleted is. */
  readonly added: Element
  readonly merged: Element
  /** What is ours now or will be, and what will be in the end. */
  readonly joined: ProjectRecord
  readonly record: ProjectRecord
}

export function metaPath(project: string): string {
  return apiPath(['source', project, '_meta'])
}

export function configPath(project: string): string {
  return apiPath(['source', project, '_config'])
}

/**
 * Looks at a project: two requests, or one when it is missing.
 * @param disables the limits of packages that its record shall have
 */
export async function surveyProject(
  desired: DesiredProject,
  disables: (known: readonly Disable[]) => readonly Disable[],
  allowDelete: boolean,
  osc: Osc,
): Promise<Survey> {
  const text = await osc.read(metaPath(desired.name))
  if (text === undefined) {
    const record = { ...recordAll(desired.meta), disables: disables([]) }
    const differences = [{ what: 'project is missing' }]
    const meta = withCreator(desired.meta, (await osc.account()).user)
    return {
      desired,
      live: undefined,
      isOurs: true,
      differences,
      foreign: [],
      added: meta,
      merged: meta,
      joined: record,
      record,
    }
  }
  const meta = parseXml(text)
  const configText = await osc.read(configPath(desired.name))
  // A project without a config has an empty one.
  if (configText === undefined)
    throw new ServiceError({ url: configPath(desired.name), status: 404, reason: 'no project config', retriable: true })
  const config = withoutOlderMacros(readProjectConfig(configText), desired.macros)
  const marked = isOurDescription(childOf(meta, 'description')?.text ?? '')
  const isOurs = config.record !== undefined || marked
  const known = config.record ?? (marked ? undefined : noRecord)
  const { meta: merged, differences, record: own, foreign } = mergeMeta(meta, desired.meta, known, allowDelete)
  const added = allowDelete ? mergeMeta(meta, desired.meta, known, false).meta : merged
  const record = { ...own, disables: disables(config.record?.disables ?? []) }
  const joined = joinRecords({ ...(config.record ?? noRecord), disables: [] }, record)
  const isStale = writeProjectConfig(config, record, desired.macros) !== configText
  const lacks = isStale && differences.length === 0 ? [{ what: 'lacks lines of obs-publish in its project config' }] : []
  return {
    desired,
    live: { meta, config, text: configText },
    isOurs,
    differences: [...differences, ...lacks],
    foreign,
    added,
    merged,
    joined,
    record,
  }
}

/**
 * OBS adds who makes a project to its maintainers, but not who writes it a moment later: of two runs at once, the second
 * would take the role away from both.
 */
function withCreator(meta: Element, user: string | undefined): Element {
  const people = childrenOf(meta, 'person')
  if (user === undefined || people.some(({ attributes }) => attributes['userid'] === user)) return meta
  const place = meta.children.findIndex(({ name }) => name === 'description') + 1
  const creator = element('person', { userid: user, role: 'maintainer' })
  return { ...meta, children: [...meta.children.slice(0, place), creator, ...meta.children.slice(place)] }
}

/** Earlier versions wrote the lines without a block around them. */
function withoutOlderMacros(config: ProjectConfig, macros: string): ProjectConfig {
  const older = macros.trim()
  if (config.block !== '' || older === '' || !config.before.includes(older)) return config
  return { ...config, before: config.before.replace(`${older}\n`, '').replace(older, '') }
}

/** The text of the _meta and config of a project as it is, and as it will be. */
export function describeSurvey({ live, desired, merged, record }: Survey): { readonly before: string; readonly after: string } {
  const write = (meta: string, config: string) => `${meta}\n${config}`
  const config = live?.config ?? { record: undefined, before: '', block: '', after: '' }
  return {
    before: live === undefined ? '' : write(writeXml(live.meta), live.text),
    after: write(writeXml(merged), writeProjectConfig(config, record, desired.macros)),
  }
}

/** Whether obs-publish made or adopted a project: by the block in its config, or the description that it was made with. */
export async function isOurProject(project: string, osc: Osc): Promise<boolean> {
  const config = await osc.read(configPath(project))
  if (config !== undefined && readProjectConfig(config).record !== undefined) return true
  const meta = await osc.read(metaPath(project))
  return meta !== undefined && isOurDescription(childOf(parseXml(meta), 'description')?.text ?? '')
}
