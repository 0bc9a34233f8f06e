import { join } from 'node:path'
import { compareSides } from '../compare/comparison.js'
import type { Difference } from '../compare/difference.js'
import { UserError, WorkError } from '../error.js'
import { fetchBinaries, type BinaryPlace } from '../obs/built-binary.js'
import { readContainers, type Container } from '../obs/inventory.js'
import type { Plan } from '../plan/plan.js'
import type { CheckResult } from '../verify/request.js'
import { comparePackageVersions } from '../version/order.js'
import { readTag } from '../version/version.js'
import { comparePackage } from './digest-guard.js'
import { describeGrounds, type Ground } from './proving-ground.js'
import { nameVersion, type Promotion } from './promotion.js'
import type { PromotionChange } from './promotion-change.js'
import { writeVersion, writeYanked } from './promotion-text.js'
import type { PromotedVersion } from './promotion-schema.js'
import { readBuildSource, readChannelSource } from './promotion-source.js'
import { readUnpublished, type Tools } from './review.js'
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
  const { packages, binaries, results, grounds, folder } = await readUnpublished({ plan, from }, source, tools)
  const empty = plan.packages.find(({ name }) => binaries.every((each) => each.package !== name))
  if (empty !== undefined)
    throw new WorkError(`${source.project} has no package of ${empty.name}, so there is nothing to record.`)
  const version: PromotedVersion = {
    channel: plan.channel,
    minor: plan.version.minor,
    version: plan.version.upstream,
    ...(from === undefined ? {} : { from: from.channel }),
    packages: { ...known.version?.packages, ...packages },
  }
  if (known.version !== undefined) requireUnchanged(known.version, version, known.containers)
  return { version, results, grounds, folder }
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
  const isRestored = known?.yanked !== undefined
  const changes = Object.entries(recorded.version.packages).flatMap(([name, { files }]): readonly PromotionChange[] => {
    const listed = known?.packages[name]
    const isNew = listed === undefined || comparePackage(name, listed, recorded.version.packages[name]).length > 0
    if (!isNew && !isRestored) return []
    const action = isRestored ? 'restore' : 'record'
    const common = { channel, minor: version.minor, version: version.upstream, project, package: name }
    return [{ action, ...common, files: Object.keys(files), ...(from === undefined ? {} : { from: from.channel }) }]
  })
  const packaged = (each: string) => readTag(each)?.package ?? each
  const before = findPrevious(recorded.version, promotion.versions, packaged)
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

/** A version that users have been able to download keeps its bytes. */
function requireUnchanged(before: PromotedVersion, now: PromotedVersion, containers: readonly Container[]): void {
  for (const { package: name, containers: own } of findStanding(before, containers)) {
    const listed = before.packages[name]
    const differences = listed === undefined || own.length === 0 ? [] : comparePackage(name, listed, now.packages[name])
    if (differences.length > 0)
      throw new WorkError(
        `${nameVersion(now)} is published, and what is built now is something else: ${differences.slice(0, 3).join(' ')} Publish what changed under a new version or release.`,
      )
  }
}

/** The newest version of the same channel and minor before this one that is published: what users upgrade from. */
function findPrevious(
  { channel, minor, version }: PromotedVersion,
  versions: readonly PromotedVersion[],
  packaged: (version: string) => string,
): PromotedVersion | undefined {
  return versions
    .filter(
      (each) =>
        each.channel === channel &&
        each.minor === minor &&
        each.yanked === undefined &&
        comparePackageVersions(packaged(each.version), packaged(version)) < 0,
    )
    .toSorted((left, right) => comparePackageVersions(packaged(right.version), packaged(left.version)))[0]
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
