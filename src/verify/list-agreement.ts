import { WorkError } from '../error.js'
import type { RpmHeader } from '../package/rpm-header.js'
import { listKeyOf, listTypes, type ListType, type PackageLists } from '../repository/package-list.js'
import { parseMetadata } from '../repository/repomd.js'
import type { PackageEntry } from '../repository/published-repository.js'
import { childOf, childrenOf, type Element } from '../xml.js'
import type { Judgement } from './finding.js'

/** What filelists.xml and other.xml say of a package beside what it says of itself. */
export interface ListComparison {
  /** A clause for the first difference in each of them. */
  readonly problems: readonly string[]
  readonly details: readonly string[]
}

/**
 * Compares the entries of a package in filelists.xml and other.xml with its header: dnf answers by the first who owns a file,
 * and shows the changes of the second. Either may be absent.
 */
export function compareLists(entry: PackageEntry, lists: PackageLists, header: RpmHeader): ListComparison {
  const problems = findInvented(entry, header)
  const details: string[] = []
  for (const type of listTypes) {
    const list = lists[type]
    if (list === undefined) continue
    try {
      const text = list.get(listKeyOf(entry))
      if (text === undefined) throw new WorkError(`has no entry of ${entry.name} with the digest ${listKeyOf(entry)}`)
      const element = parseMetadata(text, 'it')
      requireSame(entry, element)
      details.push(`${type}.xml ${comparisons[type](element, header)}`)
    } catch (error) {
      if (!(error instanceof WorkError)) throw error
      problems.push(`${type}.xml ${error.message}`)
    }
  }
  return { problems, details }
}

/** A judgement of a package's payload, and of what else is said of it. */
export function addLists(judgement: Judgement, { problems, details }: ListComparison): Judgement {
  const told = [...(judgement.details ?? []), ...details]
  const all = told.length === 0 ? {} : { details: told }
  if (problems.length === 0) return { ...judgement, ...all }
  const own = judgement.passed ? [] : [judgement.evidence]
  const evidence = [...own, `${problems.join('; ')}: write the metadata again`].join('; ')
  return { passed: false, lasting: true, evidence, ...all }
}

/** Each says what agrees, and throws a WorkError for the first difference. */
const comparisons: Readonly<Record<ListType, (element: Element, header: RpmHeader) => string>> = {
  filelists: compareFiles,
  other: compareChanges,
}

/** primary.xml repeats some of the files, by which requirements of files are resolved. */
function findInvented({ text }: PackageEntry, header: RpmHeader): string[] {
  const format = childOf(parseMetadata(`${text.slice(text.indexOf('<package'))}</package>`, 'primary.xml'), 'format')
  const own = new Set(header.paths().map(fold))
  const invented = format && childrenOf(format, 'file').find((file) => !own.has(fold(file.text)))
  return invented === undefined ? [] : [`primary.xml lists ${invented.text}, which the package does not have`]
}

function requireSame(entry: PackageEntry, element: Element): void {
  const { attributes } = element
  const { epoch = '', ver = '', rel = '' } = childOf(element, 'version')?.attributes ?? {}
  const version = `${epoch === '' || epoch === '0' ? '' : `${epoch}:`}${ver}-${rel}`
  const listed = { name: attributes['name'], version, architecture: attributes['arch'] }
  for (const field of ['name', 'version', 'architecture'] as const)
    if (listed[field] !== entry[field])
      throw new WorkError(`says ${field} "${listed[field] ?? ''}" of the package that is ${entry[field]} in primary.xml`)
}

const [directoryBits, typeBits, ghostFlag] = [0o040000, 0o170000, 1 << 6]

function compareFiles(element: Element, header: RpmHeader): string {
  const [modes, flags] = [header.numbers('FILEMODES'), header.numbers('FILEFLAGS')]
  const own = new Map(
    header.paths().map((path, index) => {
      const isDirectory = ((modes[index] ?? 0) & typeBits) === directoryBits
      return [fold(path), isDirectory ? 'dir' : ((flags[index] ?? 0) & ghostFlag) === 0 ? 'file' : 'ghost']
    }),
  )
  const listed = new Map(childrenOf(element, 'file').map(({ attributes, text }) => [fold(text), attributes['type'] ?? 'file']))
  for (const [path, type] of listed) {
    const found = own.get(path)
    if (found === undefined) throw new WorkError(`lists ${path}, which the package does not have`)
    if (found !== type) throw new WorkError(`lists ${path} as ${type} where the package has it as ${found}`)
  }
  const missing = [...own.keys()].find((path) => !listed.has(path))
  if (missing !== undefined) throw new WorkError(`does not list ${missing}, which the package has`)
  return `lists the ${own.size} files that it has`
}

interface Change {
  readonly author: string
  /** Seconds since the epoch. */
  readonly time: number
  readonly text: string
}

/** createrepo tells changes of one time apart by seconds that it adds. */
const mostAdded = 3600

function compareChanges(element: Element, header: RpmHeader): string {
  const [authors, texts] = [header.texts('CHANGELOGNAME'), header.texts('CHANGELOGTEXT')]
  const own = header
    .numbers('CHANGELOGTIME')
    .map((time, index): Change => ({ author: fold(authors[index] ?? ''), time, text: fold(texts[index] ?? '') }))
  const listed = childrenOf(element, 'changelog').map(({ attributes: { author = '', date = '' }, text }): Change => ({
    author: fold(author),
    time: Number(date),
    text: fold(text),
  }))
  const newest = [...own].sort((one, other) => other.time - one.time)
  // Newest first or last; the package's own order is that of createrepo where its builder has not sorted it.
  const orders = [newest, own].flatMap((order) => [order.slice(0, listed.length), order.slice(0, listed.length).reverse()])
  if (!orders.some((order) => isSame(order, listed))) {
    const strange = listed.find((change) => !own.some((each) => isSame([each], [change])))
    throw new WorkError(
      strange === undefined
        ? `has ${listed.length} changes that are not the newest of the package's ${own.length}`
        : `has a change of ${strange.author}, ${shorten(strange.text)}, which the package does not have`,
    )
  }
  return `has the newest ${listed.length} of its ${own.length} changes`
}

function isSame(own: readonly Change[], listed: readonly Change[]): boolean {
  return (
    own.length === listed.length &&
    own.every(({ author, text, time }, index) => {
      const other = listed[index]
      const added = (other?.time ?? NaN) - time
      return other?.author === author && other.text === text && added >= 0 && added <= mostAdded
    })
  )
}

/** White space is layout in XML; what is no text in UTF-8 is written anew by createrepo. */
function fold(text: string): string {
  return text.replaceAll(/[\s\p{Cc}]+/gu, ' ').trim()
}

function shorten(text: string): string {
  return JSON.stringify(text.length > 80 ? `${text.slice(0, 80)}…` : text)
}
