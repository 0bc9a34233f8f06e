import { mapInParallel } from '../host/parallel.js'
import type { Digests, PromotedPackage, PromotedVersion } from './promotion-schema.js'
import type { Binary } from '../obs/built-binary.js'
import type { CheckResult } from '../verify/request.js'

/** A deb or rpm of OBS's with the digests that were computed of it. */
export interface GuardedBinary extends Binary {
  readonly digests: Digests
}

/** Computes the digests of binaries. */
export function guardBinaries(
  binaries: readonly Binary[],
  read: (path: string) => Promise<Digests>,
): Promise<readonly GuardedBinary[]> {
  return mapInParallel(binaries, 2, async (binary) => ({ ...binary, digests: await read(binary.path) }))
}

/** What a list says of these binaries, by package. */
export function describePackages(
  binaries: readonly GuardedBinary[],
  srcmd5: ReadonlyMap<string, string>,
): PromotedVersion['packages'] {
  return Object.fromEntries(
    [...srcmd5].map(([name, sources]): [string, PromotedPackage] => {
      const own = binaries.filter((each) => each.package === name)
      return [name, { srcmd5: sources, files: Object.fromEntries(own.map((each) => [pathOf(each), each.digests])) }]
    }),
  )
}

/** Every way in which a package is another than a list says: a sentence for each, none for the very same. */
export function comparePackage(name: string, listed: PromotedPackage, found: PromotedPackage | undefined): readonly string[] {
  if (found === undefined) return [`${name} is not there.`]
  const problems: string[] = []
  if (found.srcmd5 !== listed.srcmd5)
    problems.push(`${name} was built of the sources ${found.srcmd5}, and the list says ${listed.srcmd5}.`)
  for (const [path, digests] of Object.entries(listed.files)) {
    const present = found.files[path]
    if (present === undefined) problems.push(`${path} is not there.`)
    else
      for (const key of ['sha256', 'header', 'payload'] as const)
        if (digests[key] !== present[key])
          problems.push(`${path} has the ${nameDigest(key)} ${present[key]}, and the list says ${digests[key]}.`)
  }
  for (const path of Object.keys(found.files))
    if (!Object.hasOwn(listed.files, path)) problems.push(`${path} is there, and not in the list.`)
  return problems
}

/**
 * Whether what can be downloaded is what was agreed on, as far as verification has seen it: a result for each file that is another.
 * @param evidence what is wrong with such a file and what to do, as a clause about it
 */
export function compareFacts(
  { packages }: Pick<PromotedVersion, 'packages'>,
  results: readonly CheckResult[],
  evidence: string,
): readonly CheckResult[] {
  const listed = new Map<string, Digests[]>()
  for (const { files } of Object.values(packages))
    for (const [path, digests] of Object.entries(files)) {
      const file = path.split('/').at(-1) ?? ''
      listed.set(file, [...(listed.get(file) ?? []), digests])
    }
  return results.flatMap((result): CheckResult[] => {
    const { facts, check, subject, cell } = result
    const digests = facts?.['file'] === undefined ? undefined : listed.get(facts['file'])
    // What is for all architectures is published once, and built for each.
    if (facts === undefined || digests === undefined || digests.some((each) => isSame(each, facts))) return []
    return [
      {
        check,
        subject: `${subject}, by its digests`,
        state: 'failed',
        passed: false,
        evidence: `${facts['file']} ${evidence}`,
        ...(cell === undefined ? {} : { cell }),
      },
    ]
  })
}

function isSame(digests: Digests, facts: Readonly<Record<string, string>>): boolean {
  return (['sha256', 'header', 'payload'] as const).every(
    (key) => digests[key] === undefined || digests[key] === (facts[key] ?? shaOf(facts)),
  )
}

/** A digest of the whole file that the index states itself is told as `sha256:…`. */
function shaOf({ digest = '' }: Readonly<Record<string, string>>): string | undefined {
  return /^sha256:(.*)$/.exec(digest)?.[1]
}

function nameDigest(key: keyof Digests): string {
  return key === 'sha256' ? 'SHA-256' : `SHA-256 of its ${key}`
}

function pathOf({ builder, architecture, file }: Binary): string {
  return `${builder}/${architecture}/${file}`
}
