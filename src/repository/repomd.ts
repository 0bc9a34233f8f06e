import { WorkError } from '../error.js'
import { childOf, childrenOf, parseXml, type Element } from '../xml.js'
import { checksumTypes, type ChecksumType, type Stated } from './stated.js'

/** One file of repodata: what it is, where, and what is stated of it compressed and open. */
export interface MetadataFile {
  readonly type: string
  readonly path: string
  readonly stated: Stated
  readonly statedOpen: Stated | undefined
}

/** Reads repomd.xml, which lists a repository's metadata. Throws a {@link WorkError} when it is none. */
export function parseRepomd(xml: string): { revision: string | undefined; files: readonly MetadataFile[] } {
  const root = parseMetadata(xml, 'repomd.xml')
  const entries = childrenOf(root, 'data')
  if (root.name !== 'repomd' || entries.length === 0) throw new WorkError('lists no metadata')
  const files = entries.map((data) => {
    const location = childOf(data, 'location')
    const base = location?.attributes['xml:base']
    const path = requireAttribute(location, 'href', 'repomd.xml')
    const open = childOf(data, 'open-checksum')
    return {
      type: requireAttribute(data, 'type', 'repomd.xml'),
      path: base === undefined ? path : `${base.replace(/\/+$/, '')}/${path}`,
      stated: readStated(childOf(data, 'checksum'), childOf(data, 'size'), 'repomd.xml'),
      statedOpen: open && readStated(open, childOf(data, 'open-size'), 'repomd.xml'),
    }
  })
  return { revision: childOf(root, 'revision')?.text, files }
}

/** Parses metadata. Throws a {@link WorkError} that names the file for what is no XML. */
export function parseMetadata(xml: string, file: string): Element {
  if (xml.includes('<!DOCTYPE')) throw new WorkError(`${file} has a document type of its own, which no repository needs`)
  try {
    return parseXml(xml)
  } catch (error) {
    throw new WorkError(`${file} is no XML: ${error instanceof Error ? error.message : String(error)}`, { cause: error })
  }
}

/** An attribute that metadata cannot do without. Throws a {@link WorkError} that names the file. */
export function requireAttribute(element: Element | undefined, name: string, file: string): string {
  const value = element?.attributes[name]
  if (value === undefined) throw new WorkError(`${file} cannot be read: an entry has no ${name}`)
  return value
}

/** What a checksum element says of a file, and perhaps a size. Throws a {@link WorkError} for a digest that proves nothing. */
export function readStated(checksum: Element | undefined, size: Element | undefined, file: string): Stated {
  const bytes = size === undefined ? undefined : Number(size.text)
  if (bytes !== undefined && !(Number.isSafeInteger(bytes) && bytes >= 0))
    throw new WorkError(`${file} cannot be read: an entry has the size ${JSON.stringify(size?.text.slice(0, 40))}`)
  const type = toChecksumType(requireAttribute(checksum, 'type', file))
  const digest = checksum?.text.toLowerCase() ?? ''
  if (!/^[0-9a-f]+$/.test(digest) || digest.length !== digits[type])
    throw new WorkError(`${file} cannot be read: an entry has the ${type} ${JSON.stringify(digest.slice(0, 140))}, which is none`)
  return { size: bytes, digests: { [type]: digest } }
}

/** Of a digest in hex. */
const digits: Readonly<Record<ChecksumType, number>> = { md5: 32, sha1: 40, sha224: 56, sha256: 64, sha384: 96, sha512: 128 }

/** createrepo's name of a digest; `sha` is its old name of SHA-1. */
function toChecksumType(type: string): ChecksumType {
  const found = type === 'sha' ? 'sha1' : checksumTypes.find((each) => each === type)
  if (found === undefined || found === 'md5')
    throw new WorkError(`the metadata uses the checksum ${type}: let createrepo write sha256`)
  return found
}
