import { UserError, WorkError } from '../error.js'
import type { Container } from '../obs/inventory.js'
import type { Osc } from '../obs/osc.js'
import type { Plan } from '../plan/plan.js'
import type { CheckResult } from '../verify/request.js'
import { comparePackage } from './digest-guard.js'
import type { Ground } from './proving-ground.js'
import type { PromotedVersion } from './promotion-schema.js'
import { readBuildSource, readChannelSource, type PromotionSource } from './promotion-source.js'
import { findOffers, judgeOffers, type Offer } from './offer.js'
import { findStanding, findTaken, type PackageStanding } from './standing.js'
import { proveUnreleased, type Tools } from './unreleased.js'

/** A version of the list, and what the config says of it. */
export interface Candidate {
  readonly version: PromotedVersion
  /** Of the packages that the list names, in its channel. */
  readonly plan: Plan
  /** The same in the channel that it comes from. */
  readonly from: Plan | undefined
}

/** What is to be done about a version, and what speaks against it. */
export interface Review extends Candidate {
  readonly action: 'publish' | 'withdraw' | 'none'
  readonly standing: readonly PackageStanding[]
  /** Sentences, each about one package or file; with one of them nothing may be done. */
  readonly problems: readonly string[]
  /** What was verified of it. */
  readonly results: readonly CheckResult[]
  /** Where that was. */
  readonly grounds?: readonly Ground[]
  /** From where it is published. */
  readonly source?: PromotionSource
  /** The containers to be withdrawn, and what users are offered in their place. */
  readonly gone?: readonly Container[]
  readonly offers?: readonly Offer[]
}

/**
 * Reviews one version against what OBS has: whether it is published, and if not, whether what is there to be published is
 * what the list says, byte for byte, and passes verification. Touches nothing.
 * @param containers what its publish project holds
 * @param tools undefined when what is to be published is not looked into
 * @param others every version of the list that is published in the same project
 */
export async function reviewVersion(
  candidate: Candidate,
  containers: readonly Container[],
  others: readonly PromotedVersion[],
  tools: Tools | undefined,
): Promise<Review> {
  const { version } = candidate
  const standing = findStanding(version, containers)
  const common = { ...candidate, standing, results: [] }
  if (version.yanked !== undefined) {
    const gone = standing.filter(({ srcmd5 }) => !isShared(srcmd5, others)).flatMap((each) => each.containers)
    const offers = findOffers(gone, containers, others)
    const foreign = standing.filter((each) => each.containers.length > 0 && each.surplus.length > 0)
    const problems = [...foreign.map(describeSurplus), ...judgeOffers(version, offers)]
    return gone.length === 0
      ? { ...common, action: 'none', problems: [] }
      : { ...common, action: 'withdraw', problems, gone, offers }
  }
  if (standing.every(({ missing }) => missing.length === 0))
    return { ...common, action: 'none', problems: standing.filter(({ surplus }) => surplus.length > 0).map(describeSurplus) }
  const publish = { ...common, action: 'publish' as const }
  const taken = findTaken(version, containers)
  if (tools === undefined || taken.length > 0) return { ...publish, problems: taken }
  try {
    const source = await readSource(candidate, tools.osc)
    const { packages, binaries, results, grounds } = await proveUnreleased(candidate, source, tools, version.packages)
    const problems = Object.entries(version.packages).flatMap(([name, listed]) => comparePackage(name, listed, packages[name]))
    const failed = results.filter(({ passed }) => !passed)
    problems.push(...failed.map(({ check, subject, evidence }) => `${subject}, ${check}: ${evidence}.`))
    if (binaries.length === 0) problems.push(`${source.project} has no package of it.`)
    return { ...publish, problems, results, grounds, source }
  } catch (error) {
    // Every version is told, and not the first alone.
    if (!(error instanceof WorkError || error instanceof UserError)) throw error
    // What is wrong with a config is a line for each.
    return { ...publish, problems: error.message.split('\n') }
  }
}

/** Where a version is published from. */
export function readSource({ version, plan, from }: Candidate, osc: Osc): Promise<PromotionSource> {
  return from === undefined ? readBuildSource(plan, osc) : readChannelSource(from, version.packages, osc)
}

/** Whether a version that is published has the very same package, as carried ones are. */
function isShared(srcmd5: string, others: readonly PromotedVersion[]): boolean {
  return others.some(
    ({ yanked, packages }) => yanked === undefined && Object.values(packages).some((each) => each.srcmd5 === srcmd5),
  )
}

function describeSurplus({ package: name, containers, surplus }: PackageStanding): string {
  return `${containers.map((each) => each.name).join(' and ')} hold${containers.length === 1 ? 's' : ''} ${surplus.join(', ')}, which the list does not have of ${name}.`
}
