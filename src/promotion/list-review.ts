import { UserError } from '../error.js'
import { readContainers, type Container } from '../obs/inventory.js'
import type { Plan } from '../plan/plan.js'
import type { Promotion } from './promotion.js'
import type { PromotedVersion } from './promotion-schema.js'
import { reviewVersion, type Review } from './review.js'
import { findUnlisted } from './standing.js'
import type { Tools } from './unreleased.js'

/** The plan of a version in a channel, of those of its packages that the config still has. */
export type PlanOf = (version: string, channel: string, packages: readonly string[]) => Plan

/** A channel and minor that is published together, as the list and OBS have it. */
export interface ProjectReview {
  readonly project: string
  readonly channel: string
  readonly minor: string
  readonly reviews: readonly Review[]
  /** Published there, and of no version of the list. */
  readonly unlisted: readonly Container[]
}

/** What of a list is reviewed, and how far. */
export interface Scope {
  readonly isWanted: (version: PromotedVersion) => boolean
  /** Only what is published there. */
  readonly project: string | undefined
  /** Whether what is to be published is looked into; else it is only told. */
  readonly isProved: boolean
}

/**
 * Reviews the wanted versions of a list, project by project. Touches nothing. Throws a {@link UserError} with the line of each
 * version that the config does not know.
 */
export async function reviewList(
  promotion: Promotion,
  planOf: PlanOf,
  { isWanted, project: only, isProved }: Scope,
  tools: Tools,
): Promise<readonly ProjectReview[]> {
  const projects = new Map<
    string,
    { readonly version: PromotedVersion; readonly plan: Plan; readonly from: Plan | undefined }[]
  >()
  const problems = promotion.versions.flatMap((version, index) => {
    try {
      const plan = planOf(version.version, version.channel, Object.keys(version.packages))
      const { from: origin, minor } = version
      const from = origin === undefined ? undefined : planOf(version.version, origin, Object.keys(version.packages))
      const project = plan.publishProject
      if (project === undefined || (from !== undefined && from.publishProject === undefined))
        return [
          {
            message: `${plan.buildProject} publishes itself, so nothing is promoted to it.`,
            at: promotion.locate(index, 'channel'),
          },
        ]
      if (minor !== plan.version.minor)
        return [
          {
            message: `${version.version} is of the minor '${plan.version.minor}', not '${minor}'.`,
            at: promotion.locate(index, 'minor'),
          },
        ]
      projects.set(project, [...(projects.get(project) ?? []), { version, plan, from }])
      return []
    } catch (error) {
      if (!(error instanceof UserError)) throw error
      return error.problems.map(({ message }) => ({ message, at: promotion.locate(index, 'version') }))
    }
  })
  if (problems.length > 0) throw new UserError(problems)
  const reviewed: ProjectReview[] = []
  for (const [project, candidates] of projects) {
    if (only !== undefined && project !== only) continue
    const containers = (await readContainers(project, tools.osc)) ?? []
    const versions = candidates.map(({ version }) => version)
    const reviews: Review[] = []
    for (const candidate of candidates.filter(({ version }) => isWanted(version)))
      reviews.push(await reviewVersion(candidate, containers, versions, isProved ? tools : undefined))
    const { channel, minor } = candidates[0]?.version ?? { channel: '', minor: '' }
    if (reviews.length > 0) reviewed.push({ project, channel, minor, reviews, unlisted: findUnlisted(versions, containers) })
  }
  return reviewed
}
