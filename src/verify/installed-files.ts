import { realpath, stat } from 'node:fs/promises'
import { join, sep } from 'node:path'
import { hashFile } from '../host/file.js'
import type { ExpectedFile } from '../plan/expectation.js'
import type { Judgement } from './finding.js'

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
