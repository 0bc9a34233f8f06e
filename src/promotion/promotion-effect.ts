import { WorkError } from '../error.js'
import { releaseToChannel } from '../obs/channel-release.js'
import type { Released } from '../obs/published.js'
import { releaseRevisions } from '../obs/release.js'
import { withdrawContainers } from '../obs/withdrawal.js'
import type { CheckResult } from '../verify/request.js'
import { verifyPlan, type VerificationRequest } from '../verify/verification.js'
import { compareFacts } from './digest-guard.js'
import { nameVersion } from './promotion.js'
import type { PromotedVersion } from './promotion-schema.js'
import type { Review } from './review.js'
import type { Tools } from './unreleased.js'

/** What making a list come true works with. */
export interface PublicationTools extends Tools {
  /** What is verified of what is published. */
  readonly proof: Omit<VerificationRequest, 'plan' | 'versions'>
  /** Milliseconds that publishing may take. */
  readonly timeout: number
  readonly interval: number
}

/** Releases a version that was reviewed, and nothing else. */
export function releaseVersion(review: Review, { osc, host, timeout, interval }: PublicationTools): Promise<readonly Released[]> {
  const { plan, source } = review
  const { publishProject: target } = plan
  if (source === undefined || target === undefined || review.problems.length > 0)
    throw new Error(`${nameVersion(review.version)} was not reviewed to be released`)
  if (review.from !== undefined) return releaseToChannel({ ...source, target, timeout, interval }, osc, host)
  const { cells, siblings, apiurl } = plan
  return releaseRevisions(
    { project: source.project, plan, cells, revisions: source.revisions, siblings, planned: true, apiurl, timeout, interval },
    osc,
    host,
  )
}

/**
 * Verifies a version as users get it, and that its bytes are those of the list: a result for each file that is another.
 * @param objection why users must not be offered a package, beside what the plan says
 */
export async function proveVersion(
  { version, plan }: Pick<Review, 'version' | 'plan'>,
  versions: VerificationRequest['versions'],
  { proof, host }: PublicationTools,
  objection?: VerificationRequest['objection'],
): Promise<readonly CheckResult[]> {
  const results = await verifyPlan({ ...proof, plan, versions, ...(objection && { objection }) }, host)
  const evidence =
    'is another than the one that was promoted: somebody has built or released it in between, so withdraw it and look who'
  return [...results, ...compareFacts(version, results, evidence)]
}

/** Withdraws what was reviewed to be withdrawn; the list of what has gone grows with each container. */
export async function withdrawVersion(
  review: Review,
  { osc, host, timeout, interval }: PublicationTools,
  tell: (names: readonly string[]) => void,
): Promise<void> {
  const { version, plan, from, gone = [], problems } = review
  const { publishProject, siblings } = plan
  if (publishProject === undefined || problems.length > 0)
    throw new Error(`${nameVersion(version)} was not reviewed to be withdrawn`)
  const containers = gone.map((container) => ({ ...container, package: packageOf(container.srcmd5, version) }))
  const buildProject = (from ?? plan).buildProject
  const reason = `yanked: ${version.yanked}`
  const request = { buildProject, publishProject, siblings, containers, reason, timeout, interval }
  await withdrawContainers(request, osc, host, (withdrawn) => tell(withdrawn.map(({ name }) => name)))
}

function packageOf(srcmd5: string, { packages }: PromotedVersion): string {
  const found = Object.entries(packages).find(([, each]) => each.srcmd5 === srcmd5)
  if (found === undefined) throw new WorkError(`The list has no package of the sources ${srcmd5}.`)
  return found[0]
}
