import { comparePackageVersions } from '../version/order.js'
import type { Released } from '../obs/published.js'
import type { CheckResult } from '../verify/request.js'
import { requireVerified } from '../verify/conclusion.js'
import type { VerificationRequest } from '../verify/verification.js'
import type { PlanOf, ProjectReview } from './list-review.js'
import { nameVersion } from './promotion.js'
import type { PromotedVersion } from './promotion-schema.js'
import { proveVersion, releaseVersion, withdrawVersion, type PublicationTools } from './promotion-effect.js'
import type { Review } from './review.js'

/** What came true of a list, as far as it went. */
export interface Application {
  readonly released: readonly Released[]
  /** Containers that are gone. */
  readonly withdrawn: readonly string[]
  readonly results: readonly CheckResult[]
}

/**
 * Makes what was reviewed come true: first what is to be published, each version proved when users can download it; then
 * what is to be withdrawn, each time after what users get instead was proved, and proved again afterwards. Stops at the
 * first that is not proved, because what is withdrawn then would leave users with it. Where nothing is to be done the newest
 * version is proved: the run that published it may have ended before it was, or because it was not.
 * @param tell hears how far it went
 */
export async function applyList(
  projects: readonly ProjectReview[],
  planOf: PlanOf,
  tools: PublicationTools,
  conclude: (results: readonly CheckResult[]) => readonly CheckResult[],
  tell: (so: Application) => void,
): Promise<void> {
  let so: Application = { released: [], withdrawn: [], results: [] }
  const add = (more: Partial<Application>) => {
    so = { ...so, ...more }
    tell(so)
  }
  const prove = async (review: Pick<Review, 'version' | 'plan'>, versions: VerificationRequest['versions'], gone?: Review) => {
    const objection = gone === undefined ? undefined : objectTo(gone)
    const results = conclude(await proveVersion(review, versions, tools, objection))
    add({ results: [...so.results, ...results] })
    requireVerified(results)
  }
  for (const { reviews } of projects) {
    const newest = reviews.every(({ action }) => action === 'none') ? findNewest(reviews) : undefined
    if (newest !== undefined) await prove(newest, {})
  }
  const reviews = projects.flatMap((project) => project.reviews)
  for (const review of reviews.filter(({ action }) => action === 'publish')) {
    const released = await releaseVersion(review, tools)
    add({ released: [...so.released, ...released] })
    await prove(review, Object.fromEntries(released.map((each) => [each.package, each.versions])))
  }
  for (const review of reviews.filter(({ action }) => action === 'withdraw')) {
    const instead = listOffered(review).map((version) => ({
      version,
      plan: planOf(version.version, version.channel, Object.keys(version.packages)),
    }))
    for (const each of instead) await prove(each, {})
    const before = so.withdrawn
    await withdrawVersion(review, tools, (names) => add({ withdrawn: [...before, ...names] }))
    for (const each of instead) await prove(each, {}, review)
    if (instead.length === 0)
      tools.host.log.warning(`${nameVersion(review.version)} is withdrawn, and nothing of its packages is left in its place.`)
  }
}

function findNewest(reviews: readonly Review[]): Review | undefined {
  const published = reviews.filter(({ version }) => version.yanked === undefined)
  return published.toSorted((one, other) => comparePackageVersions(other.plan.version.package, one.plan.version.package))[0]
}

/** The versions of the list that users get in place of one that is withdrawn. */
function listOffered({ offers = [] }: Review): readonly PromotedVersion[] {
  return [...new Set(offers.flatMap(({ listed }) => (listed === undefined ? [] : [listed])))]
}

/** Nothing that was withdrawn may be offered any more. */
function objectTo({ version, gone = [] }: Review): NonNullable<VerificationRequest['objection']> {
  const files = new Set(gone.flatMap((container) => container.files.map(({ file }) => file)))
  const isGone = (name: string, found: string) =>
    [...files].some((file) => file.startsWith(`${name}_${found}_`) || file.startsWith(`${name}-${found}.`))
  return (name, found) =>
    found !== undefined && isGone(name, found.replace(/^\d+:/, ''))
      ? `was yanked (${version.yanked}) and is still offered`
      : undefined
}
