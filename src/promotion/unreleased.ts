import type { Host } from '../host/host.js'
import type { Binary } from '../obs/built-binary.js'
import { verifyUnpublished } from '../preview/preview.js'
import type { Plan } from '../plan/plan.js'
import type { CheckResult } from '../verify/request.js'
import { verifyPlan, type VerificationRequest } from '../verify/verification.js'
import { compareFacts } from './digest-guard.js'
import type { Ground } from './proving-ground.js'
import type { PromotedVersion } from './promotion-schema.js'

/** What is verified of packages that are not released yet, and where the build project's repositories lie. */
export type Verification = Pick<
  VerificationRequest,
  'checks' | 'install' | 'timeout' | 'sources' | 'binaries' | 'repositoryUrl' | 'otherHosts'
>

/** Packages of OBS's as they are brought here, and what a list says of them. */
interface Unreleased {
  readonly grounds: readonly Ground[]
  readonly binaries: readonly Binary[]
  readonly packages: PromotedVersion['packages']
}

/**
 * Verifies packages before they are released, those of each builder on its ground; on the binaries where none was chosen. In a
 * repository that others publish, each file must be the very one that was brought here.
 */
export async function verifyUnreleased(
  request: Verification & Pick<VerificationRequest, 'versions'> & { readonly plan: Plan },
  { grounds, binaries, packages }: Unreleased,
  host: Host,
): Promise<readonly CheckResult[]> {
  const { plan } = request
  const published = grounds.flatMap(({ builder, place }) => ('url' in place ? [{ builder, ...place }] : []))
  const others = plan.builders.filter(({ name }) => !published.some(({ builder }) => builder.name === name))
  const preview = () => verifyUnpublished({ ...request, plan: { ...plan, builders: others } }, binaries, host)
  // What `delivery` asks is about the download network of what is released.
  const checks = request.checks.filter((check) => check !== 'delivery')
  const [first] = published
  if (first === undefined || checks.length === 0) return preview()
  const builders = published.map(({ builder, url }) => ({ ...builder, url }))
  // One project signs all of them.
  const own = { ...request, plan: { ...plan, builders }, checks, repositoryUrl: undefined, key: first.key }
  const results = await verifyPlan(own, host)
  const evidence = 'is another than the one that OBS has built: somebody publishes it just now, so run this again'
  const there = [...results, ...compareFacts({ packages }, results, evidence)]
  return others.length === 0 ? there : [...there, ...(await preview())]
}
