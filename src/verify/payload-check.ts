import { link, mkdir, realpath, stat } from 'node:fs/promises'
import { basename, join, sep } from 'node:path'
import type { Host } from '../host/host.js'
import type { LocatedPackage } from './presence.js'
import { fail, type Finding, type Judgement } from './finding.js'
import type { Format } from '../format.js'
import { inspectArchives } from './install/inspection.js'
import { complaint, runTool } from '../host/tool.js'
import { hashFile } from '../host/file.js'
import type { ExpectedFile } from '../plan/expectation.js'

/** Unpacks a cell's package into an empty folder and compares its files with upstream's. */
export async function verifyPayload(cell: LocatedPackage, folder: string, host: Host): Promise<Finding> {
  const { subject, file, expected } = cell
  if (typeof cell.entry === 'string' || file === undefined) {
    return fail(
      'payload',
      subject,
      `there is no package to look into: ${typeof cell.entry === 'string' ? cell.entry : 'see the check presence'}`,
    )
  }
  if (expected.files.length === 0)
    return fail('payload', subject, 'no file of its payload is stated, so nothing was compared: state upstream files')
  const refusal = await inspectArchives(cell.format, [{ name: basename(cell.entry.path), file }], host)
  if (refusal !== undefined) return fail('payload', subject, `the package cannot be unpacked: ${refusal}`)
  const root = join(folder, 'root')
  await mkdir(root, { recursive: true })
  const problem = await unpack(cell.format, file, folder, root, host)
  if (problem !== undefined) return fail('payload', subject, `the package cannot be unpacked: ${problem}`)
  return { check: 'payload', subject, ...(await compareFiles(root, expected.files)) }
}

/** Resolves to the tool's complaint when the package is damaged. */
async function unpack(format: Format, file: string, folder: string, root: string, host: Host): Promise<string | undefined> {
  if (format === 'deb') {
    const result = await runTool(host, 'dpkg-deb', ['--extract', file, root])
    return result.code === 0 ? undefined : complaint(result, /error/)
  }
  // rpm2archive writes beside its input.
  const own = join(folder, 'package.rpm')
  await link(file, own)
  const archived = await runTool(host, 'rpm2archive', ['--nocompression', own])
  if (archived.code !== 0) return complaint(archived, /error/)
  const unpacked = await runTool(host, 'tar', ['--extract', '--no-same-owner', '--file', `${own}.tar`, '--directory', root])
  return unpacked.code === 0 ? undefined : complaint(unpacked, /^tar:/)
}

/** Compares files below a root with upstream's digests. */
export async function compareFiles(root: string, files: readonly ExpectedFile[]): Promise<Judgement> {
  const digests = new Map<string, string | undefined>()
  for (const { path } of files) digests.set(path, await digestInside(root, path))
  return judgeDigests(files, (path) => digests.get(path))
}

/** Judges files by their digests; one without is not there. */
export function judgeDigests(files: readonly ExpectedFile[], digestOf: (path: string) => string | undefined): Judgement {
  const problems: string[] = []
  for (const file of files) {
    const digest = digestOf(file.path)
    if (digest === undefined) problems.push(`${file.path} is not a file of it`)
    else if (digest !== file.sha256.toLowerCase())
      problems.push(`${file.path} has sha256 ${digest} where upstream's has ${file.sha256}`)
  }
  if (problems.length > 0)
    return { passed: false, lasting: true, evidence: `${problems.join('; ')}: build the package from upstream's files` }
  return { passed: true, evidence: files.map((file) => `${file.path} has sha256 ${file.sha256}`).join(', ') }
}

/** The digest of a regular file, never of one outside of the root that a link in the package leads to. */
async function digestInside(root: string, path: string): Promise<string | undefined> {
  const base = await realpath(root)
  const file = await realpath(join(base, path)).catch(() => undefined)
  if (file === undefined || !file.startsWith(base + sep) || !(await stat(file)).isFile()) return undefined
  return hashFile(file, 'sha256')
}
