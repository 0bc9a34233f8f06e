import { UserError } from '../error.js'
import type { Host } from '../host/host.js'
import type { PackageModel } from '../package/package-model.js'
import { comparePackages, incomparable } from './package-difference.js'
import type { Difference, Discrepancy } from './difference.js'
import { ignoreItems } from './ignore.js'
import { pairPackages, type Pair } from './pair.js'
import { readSide } from './side.js'

/** What a comparison found: how many packages each of the two had, and what differs. */
export interface Comparison {
  readonly left: number
  readonly right: number
  readonly differences: readonly Difference[]
}

/**
 * Compares what is at two places: packages, folders or repositories.
 * Throws a {@link UserError} when there is nothing to compare, and a WorkError for a package that cannot be read.
 * @param ignored as in {@link ignoreItems}
 */
export async function compareSides(left: string, right: string, ignored: readonly string[], host: Host): Promise<Comparison> {
  const lefts = await readSide(left, host)
  const rights = await readSide(right, host)
  if (lefts.length === 0 && rights.length === 0)
    throw new UserError(`There is no package in ${left} and none in ${right}, so nothing would be compared: check the places.`)
  const pairs = pairPackages(lefts, rights)
  if (pairs.some((pair) => pair.left && pair.right && pair.left.format !== pair.right.format))
    host.log.warning(`Between a deb and an rpm these were not compared: ${incomparable}.`)
  const isIgnored = ignoreItems(ignored)
  const differences = pairs.flatMap((pair) => findDifferences(pair).filter((difference) => !isIgnored(difference)))
  return { left: lefts.length, right: rights.length, differences }
}

function findDifferences({ left, right }: Pair): readonly Difference[] {
  if (left && right) return comparePackages(left, right).map((finding) => toDifference(finding, left, right))
  if (left) return [toDifference({ what: 'package', where: '', left: left.file, right: null }, left, left)]
  return [toDifference({ what: 'package', where: '', left: null, right: right.file }, right, right)]
}

function toDifference(finding: Discrepancy, left: PackageModel, right: PackageModel): Difference {
  const { name, architecture, version } = left
  const format = left.format === right.format ? left.format : 'deb and rpm'
  return { package: name, format, architecture, version, ...finding }
}
