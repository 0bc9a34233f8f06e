import { createReadStream } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { WorkError } from '../error.js'
import type { Host } from '../host/host.js'
import { fail, pass, type Finding } from '../verify/finding.js'
import { inspectIndex } from './index-file.js'
import { readPrimary } from './primary.js'
import type { PackageEntry, Published } from './published-repository.js'
import { parseRepomd } from './repomd.js'
import { staysInside, type Source } from './remote-files.js'

const repomdPath = 'repodata/repomd.xml'
const subject = 'rpm repomd.xml'

/** Reads an rpm repository: repomd.xml and every file that it vouches for. */
export async function readRpmRepository(source: Source, names: ReadonlySet<string>, host: Host): Promise<Published> {
  const repomd = await source.fetch(repomdPath)
  if (repomd === undefined) {
    const evidence = `no ${repomdPath} at ${source.url}: check the address, or publish the repository`
    return { findings: [fail('metadata', subject, evidence)], signed: [], packages: undefined }
  }
  const signed = [{ subject: 'rpm repomd.xml.asc', file: repomd, signature: await source.fetch(`${repomdPath}.asc`) }]
  try {
    return { ...(await readMetadata(await readFile(repomd, 'utf8'), source, names, host)), signed }
  } catch (error) {
    if (error instanceof WorkError) return { findings: [fail('metadata', subject, error.message)], signed, packages: undefined }
    throw error
  }
}

async function readMetadata(
  xml: string,
  source: Source,
  names: ReadonlySet<string>,
  host: Host,
): Promise<Omit<Published, 'signed'>> {
  const { revision, files } = parseRepomd(xml)
  const findings: Finding[] = []
  let primary: string | undefined
  for (const { type, path, stated, statedOpen } of files) {
    const file = staysInside(path) ? await source.fetch(path) : undefined
    const { open, problem } =
      file === undefined ? { problem: 'is not there' } : await inspectIndex(file, stated, statedOpen, host)
    const sum = `${stated.size ?? 'all'} bytes with ${stated.algorithm} ${stated.digest}, as repomd.xml states`
    if (problem === undefined) findings.push(pass('metadata', `rpm ${type}`, sum))
    else findings.push(fail('metadata', `rpm ${type}`, `${path} ${problem}: wait for the download network or publish again`))
    if (type === 'primary') primary = open
  }
  if (primary === undefined) {
    return { findings: [fail('metadata', subject, 'repomd.xml leads to no sound primary.xml'), ...findings], packages: undefined }
  }
  const packages: PackageEntry[] = []
  for await (const entry of readPrimary(createReadStream(primary, { encoding: 'utf8' }), names)) packages.push(entry)
  const evidence = `revision ${revision ?? 'unknown'} vouches for ${files.length} files: ${files.map((file) => file.type).join(', ')}`
  return { findings: [pass('metadata', subject, evidence), ...findings], packages }
}
