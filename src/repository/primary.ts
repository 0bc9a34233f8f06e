import * as v from 'valibot'
import { WorkError } from '../error.js'
import type { PackageEntry } from './published-repository.js'
import { parseXml, toAlgorithm } from './repomd.js'

const Entry = v.object({
  package: v.object({
    name: v.string(),
    arch: v.string(),
    version: v.object({ epoch: v.optional(v.string(), '0'), ver: v.string(), rel: v.string() }),
    checksum: v.object({ '#text': v.string(), type: v.string() }),
    size: v.object({ package: v.pipe(v.string(), v.digits(), v.transform(Number)) }),
    location: v.object({ href: v.string() }),
  }),
})

const end = '</package>'

/**
 * Reads the entries of the wanted names from primary.xml as it streams by. Only these are parsed: a whole tree of a
 * large repository would take half a gigabyte. Throws a {@link WorkError} when entries are missing or unreadable.
 */
export async function* readPrimary(
  text: AsyncIterable<string>,
  isWanted: (name: string) => boolean,
): AsyncGenerator<PackageEntry> {
  let rest = ''
  let stated: number | undefined
  let count = 0
  for await (const chunk of text) {
    const parts = (rest + chunk).split(end)
    rest = parts.pop() ?? ''
    for (const part of parts) {
      if (count++ === 0) stated = statedCount(part)
      const name = /<name>([^<]*)<\/name>/.exec(part)?.[1]
      if (name !== undefined && isWanted(name)) yield parseEntry(part.slice(part.indexOf('<package ')) + end)
    }
  }
  stated ??= statedCount(rest)
  if (stated !== count)
    throw new WorkError(`primary.xml holds ${count} packages where ${stated ?? 'no number of them'} is stated`)
}

function statedCount(head: string): number | undefined {
  const count = /<metadata\b[^>]*\bpackages="(\d+)"/.exec(head)?.[1]
  return count === undefined ? undefined : Number(count)
}

function parseEntry(xml: string): PackageEntry {
  const parsed = v.safeParse(Entry, parseXml(xml, 'primary.xml'))
  if (!parsed.success) throw new WorkError(`primary.xml has an entry that cannot be read: ${parsed.issues[0].message}`)
  const { name, arch, version, checksum, size, location } = parsed.output.package
  const epoch = version.epoch === '0' ? '' : `${version.epoch}:`
  return {
    name,
    version: `${epoch}${version.ver}-${version.rel}`,
    architecture: arch,
    path: location.href,
    stated: { size: size.package, algorithm: toAlgorithm(checksum.type), digest: checksum['#text'] },
  }
}
