import * as v from 'valibot'
import { packageArchitectures, namesOf } from '../architecture.js'
import { UserError, WorkError } from '../error.js'
import type { Plan } from '../plan/plan.js'
import { checks as allChecks } from '../verify/request.js'
import { listProved, type ProvedPackage, type Row } from './proved-package.js'

/** What the predicate means is written there. */
export const predicateType = 'https://github.com/obs-publish/obs-publish/blob/main/docs/verification.md#v1'

const releasedShape = v.array(
  v.object({ package: v.string(), srcmd5: v.string(), project: v.string(), containers: v.array(v.string()) }),
)
/** A package as obs-release tells of it. */
export type ReleasedRow = v.InferOutput<typeof releasedShape>[number]

/** Reads what obs-release has uploaded. Throws a {@link UserError} that names where it comes from. */
export function readReleasedRows(text: string, from: string): readonly ReleasedRow[] {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    value = undefined
  }
  const result = v.safeParse(releasedShape, value)
  if (result.success) return result.output
  throw new UserError(`${from} does not hold what obs-release released; give the artifact that its input \`artifact\` named.`)
}

/** What was released, and the proof of it. */
export interface Evidence {
  readonly plan: Plan
  readonly released: readonly ReleasedRow[]
  readonly rows: readonly Row[]
}

/** Where, when and by what the statement is made. */
export interface Maker {
  /** The version of the suite. */
  readonly suite: string
  /** Milliseconds since 1970. */
  readonly now: number
  /** The page of the workflow run. */
  readonly run: string | undefined
}

/** A statement that published packages were verified: what it is about, and what it says. */
export interface VerificationStatement {
  readonly subjects: readonly ProvedPackage[]
  readonly predicate: Readonly<Record<string, unknown>>
}

/**
 * States what was proved of a release. Throws a {@link WorkError} when a check failed, when something of the plan was not
 * looked at, or when the sources of a package are not known: half a proof is none.
 */
export function stateVerification({ plan, released, rows }: Evidence, { suite, now, run }: Maker): VerificationStatement {
  requireProof(plan, rows)
  const sources = plan.packages.map(({ name }) => {
    const found = released.find((row) => row.package === name)
    if (found === undefined)
      throw new WorkError(
        `Nothing is known of the release of ${name}, so nothing is stated; give the artifact of obs-release by \`released\`.`,
      )
    const { srcmd5, project, containers } = found
    return { name, srcmd5, project, containers }
  })
  const counts = allChecks.flatMap((check) => {
    const own = rows.filter((row) => row.check === check)
    const count = (state: string) => own.filter((row) => row.state === state).length
    const told = { passed: count('passed'), warning: count('warning'), unproved: count('unproved') }
    return own.length === 0 ? [] : [[check, told] as const]
  })
  const subjects = listProved(rows)
  const { apiurl, buildProject, publishProject = buildProject, version, channel } = plan
  return {
    subjects,
    predicate: {
      verifier: { id: 'https://github.com/obs-publish/obs-publish', version: suite },
      time: new Date(now).toISOString().replace(/\.\d+Z$/, 'Z'),
      ...(run === undefined ? {} : { run }),
      release: { version: version.upstream, channel },
      obs: { apiurl, buildProject, publishProject, packages: sources },
      checks: Object.fromEntries(counts),
      packages: subjects.map(({ name: file, sha256, cell, checks }) => ({
        file,
        sha256,
        format: cell.format,
        name: cell.package,
        version: cell.version,
        architecture: cell.architecture,
        checks,
      })),
    },
  }
}

function requireProof(plan: Plan, rows: readonly Row[]): void {
  const failed = rows.filter(({ passed }) => !passed)
  const [first] = failed
  if (first !== undefined)
    throw new WorkError(
      `${failed.length} of ${rows.length} checks failed (${first.subject}, ${first.check}), so nothing is stated; verify again.`,
    )
  const missing = findUnproved(plan, rows)
  if (missing !== undefined)
    throw new WorkError(`The report proves nothing of ${missing}, so nothing is stated; give the reports of all builders.`)
}

/** A cell of the plan that no row of the report shows with its bytes. */
function findUnproved({ cells, builders, architectures }: Plan, rows: readonly Row[]): string | undefined {
  const seen = new Map<string, number>()
  for (const { check, cell, facts } of rows) {
    if (check !== 'presence' || cell === undefined || facts?.['digest'] === undefined) continue
    const key = `${cell.format} ${cell.package} ${cell.architecture}`
    seen.set(key, (seen.get(key) ?? 0) + 1)
  }
  for (const { package: name, builder, architecture } of cells) {
    const format = builders.find((each) => each.name === builder)?.format ?? 'deb'
    const key = `${format} ${name} ${packageArchitectures(format, namesOf(architecture, architectures))[0]}`
    const left = seen.get(key) ?? 0
    if (left === 0) return `${name} of ${builder} for ${architecture}`
    // Two builders of one format have a row each.
    seen.set(key, left - 1)
  }
  return undefined
}
