import { isContainerOf } from '../obs/container.js'
import type { Container } from '../obs/inventory.js'
import { readFileName } from '../obs/published-version.js'
import { comparePackageVersions } from '../version/order.js'
import { nameVersion } from './promotion.js'
import type { PromotedVersion } from './promotion-schema.js'

/** What users are offered of a package once a version of it is gone. */
export interface Offer {
  readonly package: string
  readonly builder: string
  readonly architecture: string
  /** As the package's file name has it; undefined when nothing is left. */
  readonly version: string | undefined
  /** The version of the list that it belongs to; undefined for what nobody has listed, and so nobody has verified. */
  readonly listed: PromotedVersion | undefined
}

/**
 * What package managers choose in place of some containers: the newest that is left of each package, for each builder and
 * architecture, since a newer one need not be there for all of them.
 * @param versions those that are published in the same project, as the list has them
 */
export function findOffers(
  gone: readonly Container[],
  containers: readonly Container[],
  versions: readonly PromotedVersion[],
): readonly Offer[] {
  const isKept = (container: Container) => !gone.some(({ name }) => name === container.name) && !isWithdrawn(container, versions)
  const left = containers.filter(isKept).flatMap(listNames)
  const places = new Map<string, Offer>()
  for (const { name, builder, architecture } of gone.flatMap(listNames)) {
    const own = left.filter((each) => each.name === name && each.builder === builder && each.architecture === architecture)
    const [newest] = own.toSorted((one, other) => comparePackageVersions(other.version, one.version))
    const listed = newest && versions.find((version) => version.yanked === undefined && holds(version, newest.container))
    const place = { package: name, builder, architecture }
    places.set(`${builder}/${architecture}/${name}`, { ...place, version: newest?.version, listed })
  }
  return [...places.values()]
}

/** What keeps these offers from being offered: nobody may get what was never verified in place of what was. */
export function judgeOffers(version: PromotedVersion, offers: readonly Offer[]): readonly string[] {
  const strange = offers.filter((each) => each.version !== undefined && each.listed === undefined)
  const sentences = strange.map(
    ({ package: name, builder, version: offered }) =>
      `Without ${nameVersion(version)} users of ${builder} are offered ${name} ${offered}, which is not in the list, so nobody has verified it: record it, or withdraw it as well.`,
  )
  return [...new Set(sentences)]
}

/** Whether it goes as well, because each version of the list that has it is yanked. */
function isWithdrawn(container: Container, versions: readonly PromotedVersion[]): boolean {
  const holders = versions.filter((version) => holds(version, container))
  return holders.length > 0 && holders.every(({ yanked }) => yanked !== undefined)
}

function holds({ packages }: PromotedVersion, { name, srcmd5 }: Container): boolean {
  return Object.entries(packages).some(([own, each]) => each.srcmd5 === srcmd5 && isContainerOf(name, own))
}

function listNames(container: Container) {
  return container.files.flatMap(({ repository: builder, architecture, file }) => {
    const read = readFileName(file)
    return read === undefined ? [] : [{ ...read, builder, architecture, container }]
  })
}
