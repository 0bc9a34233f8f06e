import { WorkError } from '../error.js'
import { childOf, childrenOf, type Element } from '../xml.js'
import { collectEntries, type Collection } from './entry-collection.js'
import { cut, primaryShape, startScan, type Sink } from './index-scan.js'
import type { ListedPackage, PackageEntry, Selection } from './published-repository.js'
import { parseMetadata, readStated, requireAttribute } from './repomd.js'

const file = 'primary.xml'

/**
 * Reads the entries of a selection from primary.xml as it streams by. Only those that are wanted whole are parsed: a tree of
 * a large repository would take half a gigabyte. Throws a {@link WorkError} when entries are missing or unreadable.
 */
export function startPrimary(selection: Selection): Sink<Collection> {
  let head = ''
  const collection = collectEntries(selection, identifyEntry, parseEntry)
  const { write, end } = startScan(primaryShape, collection)
  return {
    write(chunk) {
      if (head.length < 4096) head += chunk.toString('latin1', 0, 4096)
      // Entities of its own are what makes a small file large (CWE-776); createrepo writes none.
      if (head.includes('<!DOCTYPE')) throw new WorkError('has a document type of its own, which no repository needs')
      write(chunk)
    },
    end() {
      const { count, tail } = end()
      const stated = /<metadata\b[^>]*\bpackages="(\d+)"/.exec(head)?.[1]
      if (!/<metadata\b/.test(head)) throw new WorkError('is no primary.xml: it has no element metadata')
      if (!tail.includes('</metadata>'))
        throw new WorkError(`is cut off after ${count} of ${stated ?? 'an unknown number of'} packages`)
      if (stated !== undefined && Number(stated) !== count)
        throw new WorkError(`holds ${count} packages where ${stated} are stated`)
      return collection.end(count, Buffer.alloc(0))
    },
  }
}

const marks = { name: Buffer.from('<name>'), architecture: Buffer.from('<arch>'), version: Buffer.from('<version ') }
const [opening, closing] = [60, 62]

function identifyEntry(entry: Buffer): ListedPackage | undefined {
  const [name, architecture, version] = [
    cut(entry, marks.name, opening),
    cut(entry, marks.architecture, opening),
    cut(entry, marks.version, closing),
  ]
  const attribute = (key: string) => new RegExp(`\\b${key}="([^"&]*)"`).exec(version ?? '')?.[1]
  const [ver, rel] = [attribute('ver'), attribute('rel')]
  if (name === undefined || architecture === undefined || ver === undefined || rel === undefined) return undefined
  return { name, version: formatVersion(attribute('epoch'), ver, rel), architecture }
}

function formatVersion(epoch: string | undefined, ver: string, rel: string): string {
  return `${epoch === undefined || epoch === '0' || epoch === '' ? '' : `${epoch}:`}${ver}-${rel}`
}

const comparisons: Readonly<Record<string, string>> = { LT: '<', LE: '<=', EQ: '=', GE: '>=', GT: '>' }
type RelationList = 'requires' | 'provides' | 'conflicts' | 'obsoletes'

/** The relations of an entry by kind, as `kubernetes-cni >= 1.2.0`. */
export function readPrimaryRelations(text: string): Readonly<Record<RelationList, ReadonlySet<string>>> {
  const format = childOf(parseElement(text), 'format')
  const read = (kind: RelationList) => {
    const list = format && childOf(format, `rpm:${kind}`)
    return new Set(
      (list ? childrenOf(list, 'rpm:entry') : []).map(({ attributes: { name = '', flags = '', epoch = '0', ver = '', rel } }) => {
        const version = `${epoch === '0' ? '' : `${epoch}:`}${ver}${rel === undefined || rel === '' ? '' : `-${rel}`}`
        return [name, comparisons[flags] ?? '', version].filter((part) => part !== '').join(' ')
      }),
    )
  }
  return { requires: read('requires'), provides: read('provides'), conflicts: read('conflicts'), obsoletes: read('obsoletes') }
}

function parseElement(text: string): Element {
  const start = text.indexOf('<package')
  if (start < 0) throw new WorkError('has something that is no entry of a package')
  return parseMetadata(`${text.slice(start)}</package>`, file)
}

function parseEntry(text: string): PackageEntry {
  const entry = parseElement(text)
  const version = childOf(entry, 'version')
  const [ver, rel] = [requireAttribute(version, 'ver', file), requireAttribute(version, 'rel', file)]
  const location = childOf(entry, 'location')
  const base = location?.attributes['xml:base']
  const href = requireAttribute(location, 'href', file)
  const size = Number(requireAttribute(childOf(entry, 'size'), 'package', file))
  return {
    name: childOf(entry, 'name')?.text ?? '',
    version: formatVersion(version?.attributes['epoch'], ver, rel),
    architecture: childOf(entry, 'arch')?.text ?? '',
    path: base === undefined ? href : `${base.replace(/\/+$/, '')}/${href}`,
    stated: { ...readStated(childOf(entry, 'checksum'), undefined, file), size },
    text,
  }
}
