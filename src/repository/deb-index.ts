import { readFile } from 'node:fs/promises'
import { WorkError } from '../error.js'
import type { Host } from '../host/host.js'
import { clearText, parseRelease, sameText, type Release } from './deb-release.js'
import { readLines, readStanzas, type Stanza } from '../package/deb822.js'
import { openName } from './index-file.js'
import { sound, unsound, type Observation } from './published-repository.js'
import { inspectIndex } from './index-file.js'
import type { PackageEntry, PublishedRepository, SignedFile } from './published-repository.js'
import type { RemoteFiles } from './remote-files.js'

const subject = 'deb Release'

/** Reads a flat deb repository: Release, InRelease and every index that they vouch for and that is served. */
export async function readDebRepository(
  source: RemoteFiles,
  isWanted: (name: string) => boolean,
  host: Host,
): Promise<PublishedRepository> {
  const release = await source.fetch('Release')
  const inRelease = await source.fetch('InRelease')
  const signed: SignedFile[] = []
  if (release) signed.push({ subject: 'deb Release.gpg', file: release, signature: await source.fetch('Release.gpg') })
  if (inRelease) signed.push({ subject: 'deb InRelease', file: inRelease, signature: inRelease })
  try {
    const text = await releaseText(source.url, release, inRelease)
    const indexes = await readIndexes(await parseRelease(text), source, isWanted, host)
    return { ...indexes, signed }
  } catch (error) {
    if (error instanceof WorkError) return { observations: [unsound(subject, error.message)], signed, packages: undefined }
    throw error
  }
}

async function releaseText(url: string, release: string | undefined, inRelease: string | undefined): Promise<string> {
  const detached = release && (await readFile(release, 'utf8'))
  const clear = inRelease && clearText(await readFile(inRelease, 'utf8'))
  if (inRelease && clear === undefined)
    throw new WorkError('InRelease is no single clear-signed message: publish the repository again')
  if (detached !== undefined && clear !== undefined && !sameText(detached, clear)) {
    throw new WorkError(
      'Release and InRelease differ: one of them is out of date, so wait for the download network or publish again',
    )
  }
  const text = detached ?? clear
  if (text === undefined)
    throw new WorkError(`neither Release nor InRelease is at ${url}: check the address, or publish the repository`)
  return text
}

async function readIndexes(
  release: Release,
  source: RemoteFiles,
  isWanted: (name: string) => boolean,
  host: Host,
): Promise<Omit<PublishedRepository, 'signed'>> {
  const observations: Observation[] = []
  const absent: string[] = []
  let index: string | undefined
  for (const [path, stated] of release.files) {
    const file = await source.fetch(path)
    if (file === undefined) {
      absent.push(path)
      continue
    }
    const { open, problem } = await inspectIndex(file, stated, release.files.get(openName(path)), host)
    if (problem === undefined)
      observations.push(sound(`deb ${path}`, `${stated.size} bytes with sha256 ${stated.digest}, as Release states`))
    else observations.push(unsound(`deb ${path}`, `${path} ${problem}: wait for the download network or publish again`))
    if (openName(path) === 'Packages') index ??= open
  }
  if (index === undefined) {
    observations.unshift(
      unsound(subject, `no sound Packages beside Release at ${source.url}: only flat repositories with one are understood`),
    )
    return { observations, packages: undefined }
  }
  const packages: PackageEntry[] = []
  let count = 0
  for await (const stanza of readStanzas(readLines(index))) {
    count++
    if (isWanted(stanza.get('package') ?? '')) packages.push(toEntry(stanza))
  }
  const unserved = absent.length === 0 ? '' : `; listed but not served: ${absent.join(', ')}`
  observations.unshift(sound(subject, `Release of ${release.date ?? 'no date'} vouches for ${count} packages${unserved}`))
  return { observations, packages }
}

function toEntry(stanza: Stanza): PackageEntry {
  const field = (name: string) => {
    const value = stanza.get(name)
    if (value === undefined) throw new WorkError(`Packages has an entry of ${stanza.get('package')} without ${name}`)
    return value
  }
  return {
    name: field('package'),
    version: field('version'),
    architecture: field('architecture'),
    path: field('filename'),
    stated: { size: Number(field('size')), algorithm: 'sha256', digest: field('sha256') },
  }
}
