import { createReadStream } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { WorkError } from '../error.js'
import type { Host } from '../host/host.js'
import { sound, unsound, type Observation } from './published-repository.js'
import { inspectIndex } from './index-file.js'
import { readPrimary } from './primary.js'
import type { PackageEntry, PublishedRepository } from './published-repository.js'
import { parseRepomd } from './repomd.js'
import { staysInside, type RemoteFiles } from './remote-files.js'

const repomdPath = 'repodata/repomd.xml'
const subject = 'rpm repomd.xml'

/** Reads an rpm repository: repomd.xml and every file that it vouches for. */
export async function readRpmRepository(
  source: RemoteFiles,
  isWanted: (name: string) => boolean,
  host: Host,
): Promise<PublishedRepository> {
  const repomd = await source.fetch(repomdPath)
  if (repomd === undefined) {
    const evidence = `no ${repomdPath} at ${source.url}: check the address, or publish the repository`
    return { observations: [unsound(subject, evidence)], signed: [], packages: undefined }
  }
  const signed = [{ subject: 'rpm repomd.xml.asc', file: repomd, signature: await source.fetch(`${repomdPath}.asc`) }]
  try {
    return { ...(await readMetadata(await readFile(repomd, 'utf8'), source, isWanted, host)), signed }
  } catch (error) {
    if (error instanceof WorkError) return { observations: [unsound(subject, error.message)], signed, packages: undefined }
    throw error
  }
}

async function readMetadata(
  xml: string,
  source: RemoteFiles,
  isWanted: (name: string) => boolean,
  host: Host,
): Promise<Omit<PublishedRepository, 'signed'>> {
  const { revision, files } = parseRepomd(xml)
  const observations: Observation[] = []
  let primary: string | undefined
  for (const { type, path, stated, statedOpen } of files) {
    const file = staysInside(path) ? await source.fetch(path) : undefined
    const { open, problem } =
      file === undefined ? { problem: 'is not there' } : await inspectIndex(file, stated, statedOpen, host)
    const sum = `${stated.size ?? 'all'} bytes with ${stated.algorithm} ${stated.digest}, as repomd.xml states`
    if (problem === undefined) observations.push(sound(`rpm ${type}`, sum))
    else observations.push(unsound(`rpm ${type}`, `${path} ${problem}: wait for the download network or publish again`))
    if (type === 'primary') primary = open
  }
  if (primary === undefined) {
    return { observations: [unsound(subject, 'repomd.xml leads to no sound primary.xml'), ...observations], packages: undefined }
  }
  const packages: PackageEntry[] = []
  for await (const entry of readPrimary(createReadStream(primary, { encoding: 'utf8' }), isWanted)) packages.push(entry)
  const evidence = `revision ${revision ?? 'unknown'} vouches for ${files.length} files: ${files.map((file) => file.type).join(', ')}`
  return { observations: [sound(subject, evidence), ...observations], packages }
}
