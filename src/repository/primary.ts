import { WorkError } from '../error.js'
import { childOf } from '../xml.js'
import type { PackageEntry } from './published-repository.js'
import { parseMetadata, readStated, requireAttribute } from './repomd.js'

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
  const file = 'primary.xml'
  const entry = parseMetadata(xml, file)
  const version = childOf(entry, 'version')
  const { epoch = '0' } = version?.attributes ?? {}
  const [ver, rel] = ['ver', 'rel'].map((name) => requireAttribute(version, name, file))
  return {
    name: childOf(entry, 'name')?.text ?? '',
    version: `${epoch === '0' ? '' : `${epoch}:`}${ver}-${rel}`,
    architecture: childOf(entry, 'arch')?.text ?? '',
    path: requireAttribute(childOf(entry, 'location'), 'href', file),
    stated: {
      ...readStated(childOf(entry, 'checksum'), undefined, file),
      size: Number(requireAttribute(childOf(entry, 'size'), 'package', file)),
    },
  }
}
