import type { CleaningVerdict } from './cleaning.js'
import { readFileName } from './published-version.js'

/** A row of a report of verify-repo, as far as it matters here. */
export interface ProofRow {
  readonly check: string
  readonly subject: string
  readonly state: string
  readonly passed: boolean
  readonly facts?: Readonly<Record<string, string>>
}

/**
 * Why a report does not prove what users get in place of what goes: a clause; undefined when it does. Of each package that
 * loses a version, every published file of its newest one must have been seen by the check presence, and no check may have
 * failed.
 */
export function objectToReplacement(verdicts: readonly CleaningVerdict[], rows: readonly ProofRow[]): string | undefined {
  const losing = new Set(verdicts.filter(({ goes }) => goes).map((each) => each.package))
  if (losing.size === 0) return undefined
  const failed = rows.filter(({ passed }) => !passed)
  const [first] = failed
  if (first !== undefined)
    return `${failed.length} of ${rows.length} checks of the report failed (${first.subject}, ${first.check})`
  for (const name of losing) {
    const newest = verdicts.find((each) => each.package === name)
    const missing = newest === undefined ? undefined : findUnseen(newest, rows)
    if (missing !== undefined) return `the report proves nothing of ${missing}, the newest of ${name}`
  }
  return undefined
}

/** A file of a version that the report has not seen in as many repositories as hold it. */
function findUnseen({ package: name, containers }: CleaningVerdict, rows: readonly ProofRow[]): string | undefined {
  const held = new Map<string, Set<string>>()
  for (const { repository, file } of containers.flatMap(({ files }) => files))
    if (readFileName(file)?.name === name) held.set(file, new Set([...(held.get(file) ?? []), repository]))
  const seen = rows.filter(({ check, state }) => check === 'presence' && state !== 'unproved').map(({ facts }) => facts?.['file'])
  const unseen = [...held].find(([file, repositories]) => seen.filter((each) => each === file).length < repositories.size)
  return unseen?.[0]
}
