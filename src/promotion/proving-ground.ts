import type { Host } from '../host/host.js'
import type { Binary } from '../obs/built-binary.js'
import { readProjectKey } from '../obs/key-info.js'
import { apiPath, type Osc } from '../obs/osc.js'
import { readResultTable, type RepositoryRow } from '../obs/result.js'
import type { Plan, PlannedBuilder } from '../plan/plan.js'
import { findUnserved } from '../verify/offered-version.js'
import { buildRepositoryUrl, type VerificationRequest } from '../verify/verification.js'

/**
 * Where the packages of a builder are verified before they are released: in the build project's own repository, with the key
 * that OBS signs it with; or as a repository that is made of them here, and why.
 */
export interface Ground {
  readonly builder: PlannedBuilder
  readonly place: { readonly url: string; readonly key: string } | { readonly reason: string }
}

/** Milliseconds in which the index of a repository must be read: there is another way. */
const longestLook = 60_000

/**
 * Decides for each builder that has packages. Its ground is the build project's own repository when OBS has published that and
 * its index has each of the packages by its bytes.
 * @param binaries as OBS has built them, brought here
 */
export async function chooseGrounds(
  plan: Plan,
  binaries: readonly Binary[],
  { repositoryUrl, timeout }: Pick<VerificationRequest, 'repositoryUrl' | 'timeout'>,
  osc: Osc,
  host: Host,
): Promise<readonly Ground[]> {
  const { buildProject: project, builders } = plan
  const table = readResultTable(
    (await osc.read(apiPath(['build', project, '_result'], [['view', 'summary']]))) ?? '<resultlist/>',
  )
  const grounds: Ground[] = []
  for (const builder of builders) {
    const own = binaries.filter((each) => each.builder === builder.name)
    if (own.length === 0) continue
    const rows = [...new Set(own.map(({ architecture }) => architecture))].map((each) => table.get(`${builder.name}/${each}`))
    const place = await choose(builder, own, rows)
    grounds.push({ builder, place })
  }
  return grounds

  async function choose(
    builder: PlannedBuilder,
    own: readonly Binary[],
    rows: readonly (RepositoryRow | undefined)[],
  ): Promise<Ground['place']> {
    if (rows.every((row) => row?.state === 'unpublished')) return { reason: `OBS does not publish ${project}` }
    if (rows.some((row) => row?.state !== 'published' || row.dirty)) return { reason: `OBS has not published all of ${project}` }
    const url = buildRepositoryUrl({ repositoryUrl, plan }, builder)
    if (url === undefined) return { reason: `nothing tells where ${project} is published` }
    const lack = await findUnserved(builder.format, url, own, Math.min(timeout, longestLook), host)
    if (lack !== undefined) return { reason: `${url} ${lack}` }
    const key = await readProjectKey(project, osc)
    return key === undefined ? { reason: `OBS does not tell the key of ${project}` } : { url, key: key.armored }
  }
}

/** What is said of it: a sentence for each place, and for each reason to have gone to none. */
export function describeGrounds(grounds: readonly Ground[]): readonly string[] {
  const sentences = new Map<string, string[]>()
  for (const { builder, place } of grounds) {
    const text = 'url' in place ? `in the build project's own repository, ${place.url}.` : `on the binaries: ${place.reason}.`
    sentences.set(text, [...(sentences.get(text) ?? []), builder.name])
  }
  return [...sentences].map(([text, builders]) => `${builders.join(' and ')}: verified ${text}`)
}
