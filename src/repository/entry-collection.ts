import { WorkError } from '../error.js'
import { formatSize } from '../host/measure.js'
import type { Scan } from './index-scan.js'
import type { ListedPackage, PackageEntry, Selection } from './published-repository.js'

/** What of an index is kept. */
export interface Collection {
  readonly count: number
  readonly packages: readonly PackageEntry[]
  readonly others: readonly ListedPackage[]
}

/** The most that is kept of one index: bytes of whole entries, and number of the others. */
const mostText = 96 * 1024 ** 2
const mostOthers = 500_000
/** More are found faster by a set. */
const mostNames = 8

/**
 * Collects the entries of a selection as a scan finds them; equal ones once.
 * @param identify reads what tells an entry from others; undefined when it is not written as usual
 * @param parse reads an entry whole, and throws a {@link WorkError} for one that is damaged
 */
export function collectEntries(
  { isWanted, isExact = () => true, onOther, names }: Selection,
  identify: (entry: Buffer) => ListedPackage | undefined,
  parse: (text: string) => PackageEntry,
): Scan & { end(count: number, tail: Buffer): Collection } {
  const packages = new Map<string, PackageEntry>()
  const others = new Map<string, ListedPackage>()
  let size = 0
  const visit = (bytes: Buffer) => {
    const listed = identify(bytes)
    if (listed !== undefined && !isExact(listed.name, listed.version)) {
      if (others.size < mostOthers) others.set(`${listed.name} ${listed.version} ${listed.architecture}`, listed)
      return
    }
    const text = bytes.toString('utf8').trim()
    if (text === '' || packages.has(text)) return
    size += text.length
    if (size > mostText) throw new WorkError(`has more than ${formatSize(mostText)} of entries that are looked for`)
    const entry = parse(text)
    if (isWanted(entry.name)) packages.set(text, entry)
    else onOther?.(entry.name)
  }
  return {
    isWanted: (name) => name === undefined || isWanted(name),
    visit,
    onOther,
    names:
      onOther === undefined && (names?.length ?? Infinity) <= mostNames ? names?.map((name) => Buffer.from(name)) : undefined,
    end(count, tail) {
      const isEntry = tail.toString('latin1').trim() !== ''
      if (isEntry) visit(tail)
      return { count: count + (isEntry ? 1 : 0), packages: [...packages.values()], others: [...others.values()] }
    },
  }
}
