import { WorkError } from '../error.js'
import type { Host } from '../host/host.js'
import { observeFailure } from './reading-failure.js'
import { compressions, openName } from './index-compression.js'
import type { DebAddress } from './deb-address.js'
import type { Release } from './deb-release.js'
import { collectEntries, type Collection } from './entry-collection.js'
import { identifyStanza, parseStanza } from './deb-stanza.js'
import { stanzaShape, startScan } from './index-scan.js'
import { readIndex } from './index-reading.js'
import type { ListedPackage, Observation, PackageEntry, Selection } from './published-repository.js'
import { sound, unsound } from './published-repository.js'
import { staysInside, type RemoteFiles } from './remote-files.js'
import { describeStated, type Stated } from './stated.js'

/** Other forms of an index up to this size are checked too: somebody's apt takes each of them. */
const smallIndex = 4 * 1024 ** 2

/** The indexes that are looked for, by their open names, or why there are none. */
export function listIndexes(
  { fields, files }: Release,
  { suite, components: asked }: DebAddress,
  architectures: readonly string[] | undefined,
): { indexes: readonly string[]; problem?: string } {
  const open = [...new Set([...files.keys()].map(openName))]
  if (suite === '/') {
    const flat = open.filter((name) => name === 'Packages')
    return flat.length > 0
      ? { indexes: flat }
      : { indexes: [], problem: 'Release lists no Packages: publish the repository again' }
  }
  const binary = open.flatMap((name) => {
    const [, component, architecture] = /^(.+)\/binary-([^/]+)\/Packages$/.exec(name) ?? []
    return component === undefined || architecture === undefined ? [] : [{ name, component, architecture }]
  })
  const there = [...new Set(binary.map(({ component }) => component))]
  const missing = (asked ?? []).filter((name) => !there.includes(name))
  const known = fields.get('components') ?? there.join(' ')
  if (missing.length > 0)
    return { indexes: [], problem: `the suite ${suite} has no component ${missing.join(', ')}; there are ${known || 'none'}` }
  // Every apt reads the packages for all machines beside those for its own, unless these have them too.
  const isRepeated = fields.get('no-support-for-architecture-all')?.includes('Packages') === true
  const wanted = architectures && [...architectures, ...(isRepeated ? [] : ['all'])]
  const chosen = binary.filter(
    ({ component, architecture }) => (asked?.includes(component) ?? true) && (wanted?.includes(architecture) ?? true),
  )
  const indexes = chosen.map(({ name }) => name)
  const of = fields.get('architectures') ?? [...new Set(binary.map(({ architecture }) => architecture))].join(' ')
  if (indexes.length > 0) return { indexes }
  return {
    indexes,
    problem: `the suite ${suite} has no Packages for ${architectures?.join(', ') ?? 'anything'}, only for ${of || 'nothing'}`,
  }
}

/** What the indexes of a deb repository hold. */
export interface DebIndexes {
  readonly observations: readonly Observation[]
  /** Undefined when no index could be read. */
  readonly packages: readonly PackageEntry[] | undefined
  readonly others: readonly ListedPackage[]
  readonly count: number
  /** A clause about forms that Release lists and nobody serves. */
  readonly unserved: string
}

/** Reads each index in the form that costs least, and checks the small other forms against what is stated of them. */
export async function readDebIndexes(
  names: readonly string[],
  release: Release,
  source: RemoteFiles,
  folder: string,
  selection: Selection,
  host: Host,
): Promise<DebIndexes> {
  const observations: Observation[] = []
  const absent: string[] = []
  const packages: PackageEntry[] = []
  const others: ListedPackage[] = []
  let count = 0
  let isRead = false
  for (const name of names) {
    let done = false
    // apt looks for the open form in Release, and passes over an index that is not there with a warning.
    if (!release.files.has(name))
      observations.push(
        unsound(
          `deb ${name}`,
          `Release lists ${listForms(name, release).join(', ')} and not ${name}, so apt passes over it: list the open form too, which nobody has to serve`,
        ),
      )
    for (const path of listForms(name, release)) {
      const stated = release.files.get(path)
      if (stated === undefined || (done && (stated.size ?? Infinity) > smallIndex)) continue
      const reading = {
        path,
        stated,
        open: release.files.get(name),
        folder,
        byHash: release.fields.get('acquire-by-hash') === 'yes',
      }
      try {
        const found = await readForm(reading, source, done ? { isWanted: () => false } : selection, host)
        if (found === undefined) {
          absent.push(path)
          continue
        }
        observations.push(sound(`deb ${path}`, `${describeStated(stated)}, as Release states`))
        if (done) continue
        done = true
        isRead = true
        count += found.count
        packages.push(...found.packages)
        others.push(...found.others)
      } catch (error) {
        const { told, ...rest } = observeFailure(`deb ${path}`, path, error)
        observations.push({ ...rest, told: `${told}: wait for the download network or publish again` })
      }
    }
    if (!done && !observations.some(({ subject }) => subject.startsWith(`deb ${name}`)))
      observations.push(
        unsound(`deb ${name}`, `Release lists ${name}, but no form of it is served: publish the repository again`),
      )
  }
  const unserved = absent.length === 0 ? '' : `; listed but not served: ${absent.slice(0, 5).join(', ')}`
  return { observations, packages: isRead ? packages : undefined, others, count, unserved }
}

function listForms(name: string, { files }: Release): readonly string[] {
  return [...compressions.map((suffix) => `${name}.${suffix}`), name].filter((path) => files.has(path))
}

interface Reading {
  readonly path: string
  readonly stated: Stated
  readonly open: Stated | undefined
  readonly folder: string
  readonly byHash: boolean
}

/** Reads one form, by its digest where the archive has it so; undefined when it is not served. */
async function readForm(
  { folder, byHash, ...form }: Reading,
  source: RemoteFiles,
  selection: Selection,
  host: Host,
): Promise<Collection | undefined> {
  const { path, stated } = form
  if (!staysInside(path)) throw new WorkError('leads out of the repository')
  const start = () => {
    const collection = collectEntries(selection, identifyStanza, parseStanza)
    const { write, end } = startScan(stanzaShape, collection)
    return {
      write,
      end() {
        const { count, tail } = end()
        return collection.end(count, tail)
      },
    }
  }
  // By the strongest digest, as apt asks.
  const { sha256, sha512 } = stated.digests
  const place = sha512 === undefined ? `SHA256/${sha256}` : `SHA512/${sha512}`
  const hashed = `${folder}${path.slice(0, path.lastIndexOf('/') + 1)}by-hash/${place}`
  const isHashed = byHash && (sha256 ?? sha512) !== undefined
  const first = isHashed ? await readIndex(form, hashed, source, host, start) : undefined
  return (first ?? (await readIndex(form, `${folder}${path}`, source, host, start)))?.value
}
