import { WorkError } from '../error.js'
import { formatSize } from '../host/measure.js'
import type { PackageEntry } from './published-repository.js'
import { identify } from './stated.js'
import { startScan, type EntryShape, type Sink } from './index-scan.js'

/** The metadata beside primary.xml that has an entry for each package: its files, and its changes. */
export const listTypes = ['filelists', 'other'] as const
export type ListType = (typeof listTypes)[number]

/** The entries of wanted packages in filelists.xml and other.xml, each of which a repository may do without. */
export type PackageLists = Readonly<Partial<Record<ListType, PackageList>>>

/** The entries of wanted packages in one file, as it writes them, by the packages' digests. */
export type PackageList = ReadonlyMap<string, string>

/** An entry of filelists.xml or other.xml. */
const shape: EntryShape = { end: Buffer.from('</package>'), name: Buffer.from('name="'), nameEnd: 34 }
const digestMark = Buffer.from('pkgid="')
const quotationMark = 34
/** The most that is kept of one file, in bytes. */
const mostText = 64 * 1024 ** 2

export function isListType(type: string): type is ListType {
  return listTypes.some((each) => each === type)
}

/** The digest by which filelists.xml and other.xml know a package. */
export function listKeyOf({ stated }: Pick<PackageEntry, 'stated'>): string {
  return identify(stated).replace(/^.*:/, '')
}

/**
 * Keeps the entries of these packages as the file streams by; one that stands there twice is kept as often, for whoever
 * compares. Throws a {@link WorkError} for what is no such file, or is larger than may be kept.
 */
export function startPackageList(wanted: readonly PackageEntry[]): Sink<PackageList> {
  const found = new Map<string, string>()
  if (wanted.length === 0) return { write: () => undefined, end: () => found }
  const keys = new Set(wanted.map(listKeyOf))
  const names = new Set(wanted.map(({ name }) => name))
  let size = 0
  const visit = (entry: Buffer) => {
    const start = entry.indexOf(digestMark) + digestMark.length
    const key = entry.toString('latin1', start, Math.max(start, entry.indexOf(quotationMark, start))).toLowerCase()
    if (start < digestMark.length || !keys.has(key)) return
    size += entry.length
    if (size > mostText) throw new WorkError(`has more than ${formatSize(mostText)} of entries that are looked for`)
    const text = `${entry.toString('utf8', entry.indexOf('<package'))}</package>`
    const before = found.get(key)
    if (before !== undefined && before !== text) throw new WorkError(`has two entries of the package ${key}, which differ`)
    found.set(key, text)
  }
  const { write, end } = startScan(shape, { isWanted: (name) => name !== undefined && names.has(name), visit })
  return {
    write,
    end() {
      const { count, tail } = end()
      if (!/<\/(?:filelists|otherdata)>/.test(tail.toString('latin1'))) throw new WorkError(`is cut off after ${count} packages`)
      return found
    },
  }
}
