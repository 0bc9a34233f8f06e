import { createHash } from 'node:crypto'
import { rm } from 'node:fs/promises'
import { basename, dirname } from 'node:path'
import { describeError, ServiceError, ToolError, WorkError } from '../error.js'
import { hashFile } from '../host/file.js'
import type { Host } from '../host/host.js'
import { formatSize, TooLargeError } from '../host/measure.js'
import type { Format } from '../format.js'
import { readPackage, recognizePackage } from '../package/reader.js'
import { readRpmHeader } from '../package/rpm.js'
import { explainSize } from '../repository/index-reading.js'
import { limits } from '../repository/limit.js'
import { listKeyOf, listTypes, type PackageLists } from '../repository/package-list.js'
import { readPackageDigests } from '../package/digest.js'
import type { PackageEntry } from '../repository/published-repository.js'
import { isAddress, staysInside, type RemoteFiles } from '../repository/remote-files.js'
import { compareFile, describeStated, identify } from '../repository/stated.js'
import type { Finding, Judgement } from './finding.js'
import { inspectArchives } from './install/inspection.js'
import { compareWithIndex } from './index-agreement.js'
import { judgePayload } from './payload-check.js'
import { cellOf, type LocatedPackage } from './presence.js'
import type { Check } from './request.js'

/** What is asked of each package, and by whom its signature is verified. */
export interface PackageInquiry {
  readonly source: RemoteFiles
  readonly checks: ReadonlySet<Check>
  /** Origins beside the repository's own that its index may lead to. */
  readonly otherHosts: readonly string[]
  /** Judges an rpm's own signature; undefined for debs, which have none. */
  readonly verifySignature: ((file: string) => Promise<Judgement>) | undefined
  /** What an rpm repository says of files and changes. */
  readonly lists: PackageLists
  /** What was found of packages before, by their digests: a later look need not bring them again. */
  readonly known: Map<string, readonly Finding[]>
  readonly host: Host
}

/** The largest payload that is looked into, open. */
const payloadLimits = { size: 2 * 1024 ** 3, members: 200_000 }

/** Brings an expected package here, looks into it and removes it again. A package that cannot be read is a failed result. */
export async function checkPackage(located: LocatedPackage, inquiry: PackageInquiry): Promise<readonly Finding[]> {
  const { format, subject, entry } = located
  const { checks } = inquiry
  const cell = cellOf(located)
  const asked = (
    ['presence', ...(inquiry.verifySignature === undefined ? [] : ['signatures' as const]), 'payload'] as const
  ).filter((check) => checks.has(check))
  const all = (judge: (check: (typeof asked)[number]) => Judgement): Finding[] =>
    asked.map((check) => ({ check, subject, cell, ...judge(check) }))
  if (typeof entry === 'string')
    return all((check) => ({
      passed: false,
      evidence: check === 'presence' ? entry : `there is no package to look into: ${entry}`,
    }))
  if (asked.length === 0) return []
  const listed = listTypes.map((type) => inquiry.lists[type]?.get(listKeyOf(entry)) ?? '')
  const id = [subject, entry.path, identify(entry.stated), ...listed.map(hashText)].join(' ')
  const before = inquiry.known.get(id)
  if (before !== undefined) return before
  const brought = await bring(located.format, entry, inquiry)
  if (typeof brought !== 'string') {
    const { evidence, ...rest } = brought
    return all((check) => ({
      ...rest,
      evidence: check === 'presence' ? evidence : `there is no package to look into: ${evidence}`,
    }))
  }
  try {
    const differing = await compareFile(brought, entry.stated)
    const problem = differing ?? (await refuseOther(brought, format))
    if (problem !== undefined) {
      const evidence = `${entry.path} ${problem}: it is not the package that was signed for`
      return all((check) => ({
        passed: false,
        evidence: check === 'presence' ? evidence : `not looked into, because ${evidence}`,
      }))
    }
    const findings: Finding[] = []
    for (const check of asked) findings.push({ check, subject, cell, ...(await judge(check, brought, located, entry, inquiry)) })
    inquiry.known.set(id, findings)
    return findings
  } finally {
    await rm(dirname(brought), { recursive: true, force: true })
  }
}

/** The package's file, or why there is none. */
async function bring(format: Format, entry: PackageEntry, { source, otherHosts }: PackageInquiry): Promise<string | Judgement> {
  const { path, stated } = entry
  if (isAddress(path)) {
    const origin = URL.canParse(path) ? new URL(path).origin : path
    if (origin !== new URL(source.url).origin && !otherHosts.includes(origin)) {
      const evidence = `the index leads to another host, ${origin}, which nobody allowed: name it in the input other-hosts, or publish the package here`
      return { passed: false, lasting: true, evidence }
    }
  } else if (!staysInside(path)) return { passed: false, evidence: `the index points outside of the repository, to ${path}` }
  if (format === 'deb' && /[#?]/.test(path))
    return { passed: false, lasting: true, evidence: `${path} has a mark in its name at which apt ends the path: rename it` }
  if ((stated.size ?? 0) > limits.package) {
    const evidence = `${path} has ${formatSize(stated.size ?? 0)} by the index, more than the ${formatSize(limits.package)} that are brought here to be looked into`
    return { passed: true, state: 'unproved', evidence }
  }
  try {
    const most = Math.min(stated.size ?? Infinity, limits.package)
    const file = await source.fetch(path, most, most <= limits.small ? 'small' : 'large')
    if (file !== undefined) return file
    return {
      passed: false,
      evidence: `${path} is in the index but not at ${source.url}: wait for the download network or publish again`,
    }
  } catch (error) {
    if (error instanceof ServiceError)
      return { passed: false, unavailable: error.retriable, evidence: `${path} cannot be had: ${error.message}` }
    if (error instanceof TooLargeError)
      return {
        passed: false,
        evidence: `${path} ${explainSize(stated, error, limits.package).message}: it is not the package that was signed for`,
      }
    if (error instanceof WorkError) return { passed: false, evidence: `${path} ${error.message}` }
    throw error
  }
}

/** Attestations name files by SHA-256. */
async function hashUnlessStated(file: string, { stated }: PackageEntry): Promise<{ sha256?: string }> {
  return identify(stated).startsWith('sha256:') ? {} : { sha256: await hashFile(file, 'sha256') }
}

function hashText(text: string): string {
  return createHash('sha256').update(text).digest('hex')
}

async function refuseOther(file: string, format: 'deb' | 'rpm'): Promise<string | undefined> {
  const found = await recognizePackage(file)
  return found === format ? undefined : `is ${found === undefined ? 'no package at all' : `a ${found}`} instead of a ${format}`
}

async function judge(
  check: 'presence' | 'signatures' | 'payload',
  file: string,
  { format, expected }: LocatedPackage,
  entry: PackageEntry,
  { verifySignature, lists, host }: PackageInquiry,
): Promise<Judgement> {
  const name = basename(entry.path)
  try {
    if (check === 'signatures') return (await verifySignature?.(file)) ?? { passed: true, evidence: '' }
    if (check === 'presence') {
      const differences = await compareWithIndex(format, entry, file, host)
      if (differences.length > 0)
        return { passed: false, lasting: true, evidence: `${differences.slice(0, 5).join('; ')}: write the index again` }
      return {
        passed: true,
        evidence: `${entry.version} at ${entry.path}, ${describeStated(entry.stated)}, as the index states`,
        facts: {
          version: entry.version,
          digest: identify(entry.stated),
          file: name,
          ...(await hashUnlessStated(file, entry)),
          ...(format === 'rpm' ? await readPackageDigests(file) : {}),
        },
      }
    }
    const refusal = await inspectArchives(format, [{ name, file }], host)
    if (refusal !== undefined) return { passed: false, lasting: true, evidence: `the package cannot be unpacked: ${refusal}` }
    const model = await readPackage(file, host, name, payloadLimits)
    const judgement = judgePayload(format, model, expected)
    if (format === 'deb') return judgement
    const { addLists, compareLists } = await import('./list-agreement.js')
    return addLists(judgement, compareLists(entry, lists, await readRpmHeader(file, host)))
  } catch (error) {
    const isMissing = error instanceof ToolError && error.code === undefined
    if (isMissing || !(error instanceof ToolError || error instanceof WorkError)) throw error
    return { passed: false, lasting: true, evidence: `${name} cannot be looked into: ${describeError(error, '')}` }
  }
}
