import { join } from 'node:path'
import { WorkError } from '../error.js'
import type { Host } from '../host/host.js'
import { fetchBinaries, type Binary } from '../obs/built-binary.js'
import type { Osc } from '../obs/osc.js'
import { readVersions } from '../obs/published-version.js'
import { requireSuccess } from '../obs/success.js'
import { readPackageDigests } from '../package/digest.js'
import { verifyUnpublished } from '../preview/preview.js'
import type { Cell, Plan } from '../plan/plan.js'
import type { CellVersions } from '../version/cell-versions.js'
import type { CheckResult } from '../verify/request.js'
import { verifyPlan, type VerificationRequest } from '../verify/verification.js'
import { compareFacts, comparePackage, describePackages, guardBinaries, type GuardedBinary } from './digest-guard.js'
import { chooseGrounds, type Ground } from './proving-ground.js'
import type { PromotionSource } from './promotion-source.js'
import type { PromotedVersion } from './promotion-schema.js'

/** What is verified of packages that are not released yet, and where the build project's repositories lie. */
export type Verification = Pick<
  VerificationRequest,
  'checks' | 'install' | 'timeout' | 'sources' | 'binaries' | 'repositoryUrl' | 'otherHosts'
>

/** What proving packages works with. */
export interface Tools {
  readonly osc: Osc
  readonly host: Host
  /** Where packages are brought to. */
  readonly folder: string
  /** What is verified of packages that are not released yet. */
  readonly verification: Verification
}

/**
 * Brings packages of a plan before they are released, computes their digests and verifies them.
 * @param from the plan of the channel that they come from
 * @param wanted what they must be to be worth verifying: packages of other sources are not brought
 */
export async function proveUnreleased(
  { plan, from }: { readonly plan: Plan; readonly from: Plan | undefined },
  source: PromotionSource,
  { osc, host, folder, verification }: Tools,
  wanted?: PromotedVersion['packages'],
): Promise<{
  packages: PromotedVersion['packages']
  binaries: readonly GuardedBinary[]
  results: readonly CheckResult[]
  grounds: readonly Ground[]
  folder: string
}> {
  const other = [...source.srcmd5].find(([name, srcmd5]) => wanted !== undefined && wanted[name]?.srcmd5 !== srcmd5)
  if (other !== undefined)
    throw new WorkError(
      `${other[0]}: ${source.project} holds the sources ${other[1]} by now, and the list says ${wanted?.[other[0]]?.srcmd5 ?? 'nothing of it'}; push this version again, wait for its builds, and record what they are.`,
    )
  const { cells } = plan
  if (from === undefined)
    await requireSuccess({ project: source.project, cells, revisions: source.revisions, planned: true }, osc, host)
  const place = join(folder, `${plan.channel}-${plan.version.package}`)
  const binaries = await guardBinaries(await fetchBinaries(source.places, place, osc, host), readPackageDigests)
  const packages = describePackages(binaries, source.srcmd5)
  // What is not what was agreed on is not run.
  const differs = Object.entries(wanted ?? {}).some(([name, listed]) => comparePackage(name, listed, packages[name]).length > 0)
  if (differs) return { packages, binaries, results: [], grounds: [], folder: place }
  const grounds =
    from === undefined
      ? await chooseGrounds(plan, binaries, verification, osc, host)
      : plan.builders.map((builder) => ({ builder, place: { reason: `they are copied from ${source.project}` } }))
  const request = { ...verification, plan, versions: nameVersions(cells, binaries) }
  const results = await verifyUnreleased(request, { grounds, binaries, packages }, host)
  return { packages, binaries, results, grounds, folder: place }
}

/** Packages of OBS's as they are brought here, and what a list says of them. */
interface Unreleased {
  readonly grounds: readonly Ground[]
  readonly binaries: readonly Binary[]
  readonly packages: PromotedVersion['packages']
}

/**
 * Verifies packages before they are released, those of each builder on its ground; on the binaries where none was chosen. In the
 * build project's own repository each file must be the very one that was brought here.
 */
async function verifyUnreleased(
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

/** The exact versions of packages by builder and architecture, as their files' names have them. */
function nameVersions(cells: readonly Cell[], binaries: readonly Binary[]): Readonly<Record<string, CellVersions>> {
  const files = binaries.map(({ builder, package: container, ...rest }) => ({ ...rest, repository: builder, container }))
  return Object.fromEntries(
    [...new Set(cells.map((cell) => cell.package))].map((name) => [
      name,
      readVersions(
        cells.filter((cell) => cell.package === name),
        files.filter(({ container }) => container === name),
      ),
    ]),
  )
}
