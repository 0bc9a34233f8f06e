import { readFile } from 'node:fs/promises'
import { WorkError } from '../error.js'
import type { Host } from '../host/host.js'
import { observeFailure } from './reading-failure.js'
import { parseDebAddress, releaseFolder, type DebAddress } from './deb-address.js'
import { listIndexes, readDebIndexes } from './deb-packages.js'
import { clearText, parseRelease, sameText, type Release } from './deb-release.js'
import { limits } from './limit.js'
import type { Observation, PublishedRepository, Selection, SignedFile } from './published-repository.js'
import { sound, unsound } from './published-repository.js'
import type { RemoteFiles } from './remote-files.js'

const subject = 'deb Release'

/** The signed file of a repository, and its signatures. */
interface Top {
  readonly signed: readonly SignedFile[]
  readonly observations: readonly Observation[]
  /** Undefined when it could not be read; an observation says why. */
  readonly release: Release | undefined
}

/**
 * Reads a deb repository, flat or with dists and pool: Release, InRelease and the indexes that are looked for, each in one
 * form.
 */
export async function readDebRepository(
  source: RemoteFiles,
  selection: Selection,
  host: Host,
  address: DebAddress = parseDebAddress(source.url),
): Promise<PublishedRepository> {
  const { signed, observations, release } = await readTop(source, address)
  if (release === undefined) return { observations, signed, packages: undefined, others: [], facts: {} }
  const facts = Object.fromEntries([...release.fields].filter(([, value]) => !value.includes('\n')))
  const { indexes, problem } = listIndexes(release, address, selection.architectures)
  if (problem !== undefined)
    return { observations: [unsound(subject, problem), ...observations], signed, packages: undefined, others: [], facts }
  const read = await readDebIndexes(indexes, release, source, releaseFolder(address), selection, host)
  const told = `Release of ${facts['date'] ?? 'no date'} vouches for ${read.count} packages${read.unserved}`
  return {
    observations: [...(read.packages === undefined ? [] : [sound(subject, told)]), ...observations, ...read.observations],
    signed,
    packages: read.packages,
    others: read.others,
    facts,
  }
}

/** InRelease is what apt takes; Release is for those that cannot. */
async function readTop(source: RemoteFiles, address: DebAddress): Promise<Top> {
  const folder = releaseFolder(address)
  const observations: Observation[] = []
  const fetch = async (name: string, limit: number) => {
    try {
      return await source.fetch(`${folder}${name}`, limit)
    } catch (error) {
      observations.push(observeFailure(`deb ${name}`, name, error))
      return undefined
    }
  }
  const inRelease = await fetch('InRelease', limits.top)
  const release = await fetch('Release', limits.top)
  const signature = release === undefined ? undefined : await fetch('Release.gpg', limits.signature)
  const signed: SignedFile[] = []
  if (release !== undefined && (signature !== undefined || inRelease === undefined))
    signed.push({ subject: 'deb Release.gpg', file: release, signature })
  if (inRelease !== undefined) signed.push({ subject: 'deb InRelease', file: inRelease, signature: inRelease })
  if (release === undefined && inRelease === undefined) {
    if (observations.length === 0)
      observations.push(unsound(subject, `neither InRelease nor Release is at ${source.url}${folder}: ${advice(address)}`))
    return { signed, observations, release: undefined }
  }
  try {
    return { signed, observations, release: await parseRelease(await releaseText(release, inRelease)) }
  } catch (error) {
    return { signed, observations: [observeFailure(subject, 'Release', error), ...observations], release: undefined }
  }
}

function advice({ suite }: DebAddress): string {
  return suite === '/' ? 'check the address, or publish the repository' : `check the suite ${suite}, or publish it`
}

async function releaseText(release: string | undefined, inRelease: string | undefined): Promise<string> {
  const detached = release && (await readFile(release, 'utf8'))
  const clear = inRelease && clearText(await readFile(inRelease, 'utf8'))
  if (inRelease && clear === undefined)
    throw new WorkError('cannot be read from InRelease, which is no single clear-signed message: publish the repository again')
  if (detached !== undefined && clear !== undefined && !sameText(detached, clear)) {
    throw new WorkError('and InRelease differ: one of them is out of date, so wait for the download network or publish again')
  }
  return clear ?? detached ?? ''
}
