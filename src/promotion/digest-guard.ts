import { mapInParallel } from '../host/parallel.js'
import type { Digests, PromotedPackage, PromotedVersion } from './promotion-schema.js'
import type { Binary } from '../obs/built-binary.js'

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

function nameDigest(key: keyof Digests): string {
  return key === 'sha256' ? 'SHA-256' : `SHA-256 of its ${key}`
}

function pathOf({ builder, architecture, file }: Binary): string {
  return `${builder}/${architecture}/${file}`
}
