import { WorkError } from '../error.js'
import type { CheckResult } from './request.js'

/** What an earlier run saw, by what its rows are about. */
export type Baseline = ReadonlyMap<string, Readonly<Record<string, string>>>

/** Reads the report of an earlier run: its rows, or an object that has them under `report`. Throws a {@link WorkError}. */
export function parseBaseline(text: string): Baseline {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch (error) {
    throw new WorkError('is no JSON; give the output `report` of an earlier run', { cause: error })
  }
  const rows = typeof value === 'object' && value !== null && 'report' in value ? value.report : value
  if (!Array.isArray(rows)) throw new WorkError('holds no rows; give the output `report` of an earlier run')
  const found = new Map<string, Readonly<Record<string, string>>>()
  for (const row of rows as readonly unknown[]) {
    if (typeof row !== 'object' || row === null || !('subject' in row) || !('facts' in row)) continue
    const { subject, facts } = row
    if (typeof subject !== 'string' || typeof facts !== 'object' || facts === null) continue
    const texts = Object.entries(facts).filter((entry): entry is [string, string] => typeof entry[1] === 'string')
    found.set(keyOf(subject, Object.fromEntries(texts)), Object.fromEntries(texts))
  }
  return found
}

/** A package is another one when its release is. */
function keyOf(subject: string, { version = '' }: Readonly<Record<string, string>>): string {
  return `${subject}\n${version}`
}

/** Facts that may change: nobody goes by what a file is called, the digest is told already, and keys are extended. */
const free = ['file', 'sha256', 'header', 'payload', 'expires']

const names = "apt stops and asks every user whether that is right: publish under the names that users' apt knows"
const advices: Readonly<Record<string, string>> = {
  digest: 'a version that was published keeps its bytes: publish what changed under a new version or release',
  fingerprint:
    'users trust the first and refuse what the second signs: find out who changed the key, and when it was you announce both fingerprints',
}

/** Results for what must never change and has since an earlier run: the bytes of a version, the names of a suite. */
export function compareWithBaseline(results: readonly CheckResult[], baseline: Baseline): readonly CheckResult[] {
  return results.flatMap((result): CheckResult[] => {
    const before = result.facts && baseline.get(keyOf(result.subject, result.facts))
    if (result.facts === undefined || before === undefined) return []
    const changed = Object.entries(result.facts).filter(
      ([name, value]) => !free.includes(name) && before[name] !== undefined && before[name] !== value,
    )
    const [first] = changed
    if (first === undefined) return []
    const told = changed.map(([name, value]) => `${name} ${before[name]} then and ${value} now`).join(', ')
    const advice = advices[first[0]] ?? names
    const { cell } = result
    return [
      {
        check: result.check,
        subject: `${result.subject}, since the baseline`,
        state: 'failed',
        passed: false,
        evidence: `it had ${told}: ${advice}`,
        ...(cell === undefined ? {} : { cell }),
      },
    ]
  })
}

/** The results as they count: with what has changed since an earlier run, and what is unproved as somebody asked for. */
export function concludeResults(
  results: readonly CheckResult[],
  unproved: 'report' | 'fail',
  baseline: Baseline | undefined,
): readonly CheckResult[] {
  const all = baseline === undefined ? results : [...results, ...compareWithBaseline(results, baseline)]
  return unproved === 'report' ? all : all.map((result) => (result.state === 'unproved' ? { ...result, passed: false } : result))
}
