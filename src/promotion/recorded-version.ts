import { WorkError } from '../error.js'
import type { Container } from '../obs/inventory.js'
import { comparePackage } from './digest-guard.js'
import { compareListed, nameVersion } from './promotion.js'
import type { PromotionChange } from './promotion-change.js'
import type { PromotedVersion } from './promotion-schema.js'
import { findStanding } from './standing.js'

/**
 * A version of the list as it is after some of its packages were recorded; it is yanked no more. Throws a {@link WorkError} when
 * one of them is published with other bytes: what users have been able to download stays what it is.
 * @param known what the list has of it
 * @param containers what its publish project holds
 */
export function renewVersion(
  known: PromotedVersion | undefined,
  recorded: PromotedVersion,
  containers: readonly Container[],
): PromotedVersion {
  if (known === undefined) return recorded
  const renewed = { ...recorded, packages: { ...known.packages, ...recorded.packages } }
  for (const { package: name, containers: own } of findStanding(known, containers)) {
    const listed = known.packages[name]
    const differences = listed === undefined || own.length === 0 ? [] : comparePackage(name, listed, renewed.packages[name])
    if (differences.length > 0)
      throw new WorkError(
        `${nameVersion(renewed)} is published, and what is built now is something else: ${differences.slice(0, 3).join(' ')} Publish what changed under a new version or release.`,
      )
  }
  return renewed
}

/** What the list says of a version that it did not say before: all of it when that was yanked. */
export function listRecorded(
  known: PromotedVersion | undefined,
  { channel, minor, version, from, packages }: PromotedVersion,
  project: string,
): readonly PromotionChange[] {
  const isRestored = known?.yanked !== undefined
  return Object.entries(packages).flatMap(([name, now]): readonly PromotionChange[] => {
    const listed = known?.packages[name]
    const isNew = listed === undefined || comparePackage(name, listed, now).length > 0
    if (!isNew && !isRestored) return []
    const action = isRestored ? 'restore' : 'record'
    const common = { channel, minor, version, project, package: name, files: Object.keys(now.files) }
    return [{ action, ...common, ...(from === undefined ? {} : { from }) }]
  })
}

/** The newest version of the same channel and minor before this one that is published: what users upgrade from. */
export function findPrevious(
  { channel, minor, version }: PromotedVersion,
  versions: readonly PromotedVersion[],
): PromotedVersion | undefined {
  const earlier = versions.filter(
    (each) =>
      each.channel === channel && each.minor === minor && each.yanked === undefined && compareListed(each.version, version) < 0,
  )
  return earlier.toSorted((left, right) => compareListed(right.version, left.version))[0]
}
