import { readFileName } from '../obs/published-version.js'
import { describeGrounds } from './proving-ground.js'
import type { Offer } from './offer.js'
import type { ProjectReview } from './list-review.js'
import { nameVersion } from './promotion.js'
import type { PromotedVersion } from './promotion-schema.js'
import type { Review } from './review.js'

/** Something that a list makes other on OBS, or that is made other in the list. */
export interface PromotionChange {
  readonly action: 'publish' | 'withdraw' | 'record' | 'yank' | 'restore'
  readonly channel: string
  readonly minor: string
  readonly version: string
  readonly package: string
  /** Where it appears or disappears. */
  readonly project: string
  /** BUILDER/ARCHITECTURE/FILE. */
  readonly files: readonly string[]
  /** The channel that it comes from. */
  readonly from?: string
  /**
   * Why it is withdrawn, and what users of each builder are offered in its place: a version, or nothing. Where that differs by
   * architecture the keys are BUILDER/ARCHITECTURE.
   */
  readonly reason?: string
  readonly instead?: Readonly<Record<string, string | null>>
}

/** What a promotion did, as the status page reads it: one for each channel and minor. */
export interface PromotionReport {
  readonly kind: 'promotion'
  /** When, in ISO 8601. */
  readonly at: string
  readonly channel: string
  readonly minor: string
  readonly 'publish-project': string
  readonly versions: readonly {
    readonly version: string
    /** The version of each package as it is called in its first file. */
    readonly packages: Readonly<Record<string, string>>
    readonly state: 'published' | 'recorded' | 'yanked'
    readonly reason?: string
  }[]
}

/** What appears and disappears, package by package. */
export function listChanges(projects: readonly ProjectReview[]): readonly PromotionChange[] {
  return projects.flatMap(({ project, reviews }) =>
    reviews.flatMap((review): readonly PromotionChange[] => {
      const { version, action, standing, gone = [], offers = [] } = review
      const { channel, minor, version: name, from, yanked } = version
      const common = { channel, minor, version: name, project }
      if (action === 'publish')
        return standing
          .filter(({ missing }) => missing.length > 0)
          .map(({ package: own, missing }) => ({
            ...{ action, ...common, package: own, files: missing },
            ...(from === undefined ? {} : { from }),
          }))
      if (action === 'none') return []
      return standing
        .filter(({ containers }) => containers.some((each) => gone.includes(each)))
        .map(({ package: own, containers }) => ({
          ...{ action, ...common, package: own },
          files: containers.flatMap(({ files }) => files.map((each) => `${each.repository}/${each.architecture}/${each.file}`)),
          ...(yanked === undefined ? {} : { reason: yanked }),
          instead: nameOffers(offers.filter((each) => each.package === own)),
        }))
    }),
  )
}

function nameOffers(offers: readonly Offer[]): NonNullable<PromotionChange['instead']> {
  return Object.fromEntries(
    offers.map(({ builder, architecture, version }): [string, string | null] => {
      const isSame = offers.every((each) => each.builder !== builder || each.version === version)
      return [isSame ? builder : `${builder}/${architecture}`, version ?? null]
    }),
  )
}

/** Every sentence that speaks against a version, with the version's name before it. */
export function listProblems(projects: readonly ProjectReview[]): readonly string[] {
  return projects.flatMap(({ reviews }) =>
    reviews.flatMap(({ version, problems }) => problems.map((each) => `${nameVersion(version)}: ${each}`)),
  )
}

/** Where what is to be published was verified, with the version's name before it. */
export function listGrounds(projects: readonly ProjectReview[]): readonly string[] {
  return projects.flatMap(({ reviews }) =>
    reviews.flatMap(({ version, grounds = [] }) => describeGrounds(grounds).map((each) => `${nameVersion(version)}, ${each}`)),
  )
}

/** How a channel and minor stands. */
export function describeProject({ project, channel, minor, reviews }: ProjectReview, at: string): PromotionReport {
  return {
    kind: 'promotion',
    at,
    channel,
    minor,
    'publish-project': project,
    versions: reviews.map((review) => {
      const { version, packages, yanked } = review.version
      const reason = yanked === undefined ? {} : { reason: yanked }
      return { version, packages: nameVersions(packages), state: stateOf(review), ...reason }
    }),
  }
}

function nameVersions(packages: PromotedVersion['packages']): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(packages).map(([name, { files }]) => {
      const names = Object.keys(files).map((path) => readFileName(path.split('/').at(-1) ?? ''))
      return [name, names.find((each) => each?.name === name)?.version ?? names[0]?.version ?? '']
    }),
  )
}

function stateOf({ version, action }: Review): PromotionReport['versions'][number]['state'] {
  if (version.yanked !== undefined) return 'yanked'
  return action === 'publish' ? 'recorded' : 'published'
}
