import { readFile } from 'node:fs/promises'
import { WorkError } from '../error.js'
import type { Host } from '../host/host.js'
import { observeFailure } from './reading-failure.js'
import type { Collection } from './entry-collection.js'
import { readIndex } from './index-reading.js'
import { type Sink } from './index-scan.js'
import { limits } from './limit.js'
import { isListType, startPackageList, type ListType, type PackageList } from './package-list.js'
import { startPrimary } from './primary.js'
import type { Observation, PublishedRepository, Selection, SignedFile } from './published-repository.js'
import { sound, unsound } from './published-repository.js'
import { parseRepomd, type MetadataFile } from './repomd.js'
import { isAddress, staysInside, type RemoteFiles } from './remote-files.js'
import { describeStated } from './stated.js'

const repomdPath = 'repodata/repomd.xml'
const subject = 'rpm repomd.xml'
/** Of what nobody here reads only the digests are of interest. */
const measuredOnly: Sink<void> = { write: () => undefined, end: () => undefined }
const nothing = { packages: undefined, others: [], facts: {} }

/** Reads an rpm repository: repomd.xml and every file that it vouches for and that a package manager reads. */
export async function readRpmRepository(source: RemoteFiles, selection: Selection, host: Host): Promise<PublishedRepository> {
  let repomd: string | undefined
  const signed: SignedFile[] = []
  const observations: Observation[] = []
  try {
    repomd = await source.fetch(repomdPath)
    if (repomd === undefined) {
      const evidence = `no ${repomdPath} at ${source.url}: check the address, or publish the repository`
      return { ...nothing, observations: [unsound(subject, evidence)], signed }
    }
    const text = await readFile(repomd, 'utf8')
    const signature = await fetchSignature(source, observations)
    signed.push({ subject: 'rpm repomd.xml.asc', file: repomd, signature })
    const { observations: read, ...rest } = await readMetadata(text, source, selection, host)
    return { ...rest, observations: [...read, ...observations], signed }
  } catch (error) {
    return { ...nothing, observations: [observeFailure(subject, 'repomd.xml', error), ...observations], signed }
  }
}

async function fetchSignature(source: RemoteFiles, observations: Observation[]): Promise<string | undefined> {
  try {
    return await source.fetch(`${repomdPath}.asc`, limits.signature)
  } catch (error) {
    observations.push(observeFailure('rpm repomd.xml.asc', 'repomd.xml.asc', error))
    return undefined
  }
}

/** Databases of SQLite are for yum, zchunk for those that update in parts; dnf and zypper do without. */
function isIgnored(type: string): boolean {
  return /_db$|_zck$/.test(type)
}

async function readMetadata(
  xml: string,
  source: RemoteFiles,
  selection: Selection,
  host: Host,
): Promise<Omit<PublishedRepository, 'signed'>> {
  const { revision, files } = parseRepomd(xml)
  const observations: Observation[] = []
  let primary: Collection | undefined
  const lists: Partial<Record<ListType, PackageList>> = {}
  const read = files.filter(({ type }) => !isIgnored(type))
  for (const file of primaryFirst(read)) {
    const { type, path, stated } = file
    try {
      if (type === 'primary') primary = await readFileOf(file, source, host, () => startPrimary(selection))
      else if (isListType(type) && selection.withLists === true) {
        const wanted = primary?.packages ?? []
        lists[type] = await readFileOf(file, source, host, () => startPackageList(wanted))
      } else await readFileOf(file, source, host, () => measuredOnly)
      observations.push(sound(`rpm ${type}`, `${describeStated(stated)}, as repomd.xml states`))
    } catch (error) {
      const { told, ...rest } = observeFailure(`rpm ${type}`, path, error)
      observations.push({ ...rest, told: `${told}: wait for the download network or publish again` })
    }
  }
  const ignored =
    files.length === read.length ? '' : `; not read: ${files.flatMap(({ type }) => (isIgnored(type) ? [type] : [])).join(', ')}`
  const facts = revision === undefined ? {} : { revision }
  if (primary === undefined) {
    const told = 'repomd.xml leads to no sound primary.xml'
    return { ...nothing, facts, observations: [unsound(subject, told), ...observations] }
  }
  const evidence = `revision ${revision ?? 'unknown'} vouches for ${primary.count} packages in ${read.map(({ type }) => type).join(', ')}${ignored}`
  const { packages, others } = primary
  return { observations: [sound(subject, evidence), ...observations], packages, others, lists, facts }
}

/** What is looked for in the others is known by primary.xml. */
function primaryFirst(files: readonly MetadataFile[]): readonly MetadataFile[] {
  const isPrimary = ({ type }: MetadataFile) => type === 'primary'
  return [...files.filter(isPrimary), ...files.filter((file) => !isPrimary(file))]
}

/** Throws a {@link WorkError} for what is not as stated. */
async function readFileOf<T>(
  { path, stated, statedOpen }: MetadataFile,
  source: RemoteFiles,
  host: Host,
  start: () => Sink<T>,
): Promise<T> {
  if (!staysInside(path) && !leadsHome(path, source)) throw new WorkError('leads out of the repository')
  const found = await readIndex({ path, stated, open: statedOpen }, path, source, host, start)
  if (found === undefined) throw new WorkError('is not there')
  return found.value
}

/** An address of its own that is of the repository's own host. */
export function leadsHome(path: string, { url }: Pick<RemoteFiles, 'url'>): boolean {
  return isAddress(path) && URL.canParse(path) && new URL(path).origin === new URL(url).origin
}
