import { join } from 'node:path'
import { compareSides } from '../compare/comparison.js'
import type { Difference } from '../compare/difference.js'
import { UserError, WorkError } from '../error.js'
import { fetchBinaries, type BinaryPlace } from '../obs/built-binary.js'
import { readContainers, type Container } from '../obs/inventory.js'
import type { Plan } from '../plan/plan.js'
import type { CheckResult } from '../verify/request.js'
import { describeGrounds, type Ground } from './proving-ground.js'
import type { Promotion } from './promotion.js'
import type { PromotionChange } from './promotion-change.js'
import { writeVersion, writeYanked } from './promotion-text.js'
import type { PromotedVersion } from './promotion-schema.js'
import { readBuildSource, readChannelSource } from './promotion-source.js'
import { findPrevious, listRecorded, renewVersion } from './recorded-version.js'
import { proveUnreleased, type Tools } from './unreleased.js'
import { findStanding } from './standing.js'

/** A version as it is to be written into the list, and what was found out of it. */
interface Recorded {
  readonly version: PromotedVersion
  readonly results: readonly CheckResult[]
  readonly grounds: readonly Ground[]
  /** The folder that its packages were brought to. */
  readonly folder: string
}

/**
 * Describes what is built of a plan, or what another channel publishes of it, and verifies that. Throws a
 * {@link WorkError} when it is published already with other bytes: a version that was published keeps them.
 * @param known what the list has of the version, and what the publish project holds
 */
async function recordVersion(
  plan: Plan,
  from: Plan | undefined,
  known: { readonly version: PromotedVersion | undefined; readonly containers: readonly Container[] },
  tools: Tools,
): Promise<Recorded> {
  const source = from === undefined ? await readBuildSource(plan, tools.osc) : await readChannelSource(from, undefined, tools.osc)
  const { packages, binaries, results, grounds, folder } = await proveUnreleased({ plan, from }, source, tools)
  const empty = plan.packages.find(({ name }) => binaries.every((each) => each.package !== name))
  if (empty !== undefined)
    throw new WorkError(`${source.project} has no package of ${empty.name}, so there is nothing to record.`)
  const { channel } = plan
  const { minor, upstream } = plan.version
  const recorded = { channel, minor, version: upstream, ...(from === undefined ? {} : { from: from.channel }), packages }
  return { version: renewVersion(known.version, recorded, known.containers), results, grounds, folder }
}

/** What a list says of a plan, or says anew. */
export interface Recording {
  /** The list. */
  readonly text: string
  readonly changes: readonly PromotionChange[]
  readonly results: readonly CheckResult[]
  /** Where it was verified: a sentence each. */
  readonly grounds: readonly string[]
  /** In what the packages are others than those of the version before. */
  readonly differences: readonly Difference[]
  readonly previous: string | undefined
}

/** Writes what is built of a plan into a list, with what differs from the version before. Nothing is written to a file. */
export async function recordPlan(
  plan: Plan,
  from: Plan | undefined,
  promotion: Promotion,
  text: string,
  tools: Tools,
): Promise<Recording> {
  const { publishProject: project, channel, version } = plan
  if (project === undefined) throw new UserError(`${plan.buildProject} publishes itself, so nothing is promoted from it.`)
  const known = promotion.versions.find((each) => each.channel === channel && each.version === version.upstream)
  const containers = (await readContainers(project, tools.osc)) ?? []
  const recorded = await recordVersion(plan, from, { version: known, containers }, tools)
  const { results } = recorded
  const grounds = describeGrounds(recorded.grounds)
  const changes = listRecorded(known, recorded.version, project)
  const before = findPrevious(recorded.version, promotion.versions)
  const folder =
    before === undefined || changes.length === 0 ? undefined : await fetchPublished(before, project, containers, tools)
  const differences =
    folder === undefined ? [] : (await compareSides(folder, recorded.folder, ['digest', 'size'], tools.host)).differences
  const written = changes.length === 0 ? text : writeVersion(text, promotion.file, recorded.version)
  return { text: written, changes, results, grounds, differences, previous: folder === undefined ? undefined : before?.version }
}

/** Marks a version of a list as withdrawn. Throws a {@link UserError} for one that is not in it. */
export function yankVersion(
  { channel, version, publishProject = '' }: Plan,
  reason: string,
  promotion: Promotion,
  text: string,
): Recording {
  if (!/^[^\r\n]*\S[^\r\n]*$/.test(reason))
    throw new UserError('Input `yanked` must be one line with a reason in it: users read it.')
  const known = promotion.versions.find((each) => each.channel === channel && each.version === version.upstream)
  if (known === undefined) {
    const there = promotion.versions.filter((each) => each.channel === channel).map((each) => each.version)
    throw new UserError(
      `${promotion.file} has no ${version.upstream} in ${channel}; it has ${there.join(', ') || 'no version there'}.`,
    )
  }
  const common = { action: 'yank' as const, channel, minor: known.minor, version: known.version, project: publishProject, reason }
  const changes =
    known.yanked === reason
      ? []
      : Object.entries(known.packages).map(([name, { files }]) => ({ ...common, package: name, files: Object.keys(files) }))
  const nothing = { results: [], grounds: [], differences: [], previous: undefined }
  return { text: writeYanked(text, promotion.file, known, reason), changes, ...nothing }
}

/** Brings the published packages of a version to a folder; undefined when nothing of it is published any more. */
async function fetchPublished(
  version: PromotedVersion,
  publishProject: string,
  containers: readonly Container[],
  { osc, host, folder }: Tools,
): Promise<string | undefined> {
  const place = join(folder, `previous-${version.version}`)
  const places = findStanding(version, containers).flatMap(({ package: name, containers: own }) =>
    own.flatMap(({ name: container, files }) =>
      [...new Set(files.map(({ repository }) => repository))].map((builder): BinaryPlace => {
        const here = files.filter(({ repository }) => repository === builder)
        const architectures = [...new Set(here.map(({ architecture }) => architecture))]
        return { package: name, project: publishProject, container, builder, architectures }
      }),
    ),
  )
  const binaries = await fetchBinaries(places, place, osc, host)
  return binaries.length === 0 ? undefined : place
}
