import type { TrustedRoot } from '@sigstore/protobuf-specs'
import { ServiceError } from '../error.js'
import type { Host } from '../host/host.js'
import { mapInParallel } from '../host/parallel.js'
import { readSigned, type Signed } from '../source/signed-bundle.js'
import type { CheckResult } from '../verify/request.js'
import { listProved, type ProvedPackage } from './proved-package.js'
import { predicateType } from './verification-statement.js'

/** The kinds of statements that can be asked for, by the types of their predicates. */
export const statementTypes = { verification: predicateType, sbom: 'https://spdx.dev/Document/v2.3' } as const
export type StatementKind = keyof typeof statementTypes

const issuer = 'https://token.actions.githubusercontent.com'

/** Which statements packages must have, and of whom. */
export interface Demand {
  readonly kinds: readonly StatementKind[]
  /** As `owner/name/.github/workflows/file.yml`, with `@ref` for that ref alone. */
  readonly workflow: string
  /** Whose run signed, as `owner/name`: any repository may call a workflow of another. */
  readonly repository: string
  /** The address of that GitHub. */
  readonly server: string
  readonly root: TrustedRoot
  /** The bundles, as JSON, in which a file with a SHA-256 may be meant. */
  readonly find: (sha256: string) => Promise<readonly string[]>
}

/** A result for each package that a report has seen and each kind of statement that it must have. */
export async function checkAttestations(
  results: readonly CheckResult[],
  demand: Demand,
  { log }: Pick<Host, 'log'>,
): Promise<readonly CheckResult[]> {
  const known = new Map<string, Promise<Signed | string>>()
  const read = (json: string) => {
    const found =
      known.get(json) ??
      readSigned(json, demand.root).catch((error: unknown) => (error instanceof Error ? error.message : String(error)))
    known.set(json, found)
    return found
  }
  const rows = await mapInParallel(listProved(results), 4, (proved) => checkPackage(proved, demand, read))
  const all = rows.flat()
  log.info(`attestations: ${all.filter(({ passed }) => passed).length} of ${all.length} are there`)
  return all
}

async function checkPackage(
  proved: ProvedPackage,
  demand: Demand,
  read: (json: string) => Promise<Signed | string>,
): Promise<readonly CheckResult[]> {
  const rowOf = (kind: StatementKind, passed: boolean, evidence: string, more: Partial<CheckResult> = {}): CheckResult => ({
    check: 'signatures',
    subject: `${proved.subject}, attestation ${kind}`,
    state: passed ? 'passed' : 'failed',
    passed,
    evidence,
    cell: proved.cell,
    ...more,
  })
  let bundles: readonly (Signed | string)[]
  try {
    bundles = await Promise.all((await demand.find(proved.sha256)).map(read))
  } catch (error) {
    if (!(error instanceof ServiceError)) throw error
    return demand.kinds.map((kind) => rowOf(kind, false, error.message, { unavailable: error.retriable }))
  }
  return demand.kinds.map((kind) => {
    const objections = bundles.map((bundle) => objectTo(bundle, kind, proved.sha256, demand))
    if (objections.includes(undefined))
      return rowOf(kind, true, `${demand.workflow}, run for ${demand.repository}, states it of sha256 ${proved.sha256}`)
    // Bundles of other files and kinds are no statement that is wrong.
    const wrong = objections.find((objection) => typeof objection === 'string')
    const evidence =
      wrong === undefined
        ? `nobody states it of ${proved.name} with sha256 ${proved.sha256}: call attest.yml after the release`
        : `what is stated of ${proved.name} does not count, because ${wrong}`
    return rowOf(kind, false, evidence)
  })
}

const other = Symbol('about something else')

/** Why a bundle is not the statement that is asked for; undefined when it is. */
function objectTo(
  bundle: Signed | string,
  kind: StatementKind,
  sha256: string,
  { workflow, repository, server }: Demand,
): string | typeof other | undefined {
  if (typeof bundle === 'string') return `a bundle does not hold: ${bundle}`
  const { content, identity = 'nobody' } = bundle
  if (content === 'artifact' || content.predicateType !== statementTypes[kind]) return other
  if (!content.subjects.some((digests) => digests['sha256'] === sha256)) return other
  if (bundle.issuer !== issuer) return `${bundle.issuer ?? 'nobody'} vouches for its signer, and not ${issuer}`
  const wanted = `${server}/${workflow}`
  const isWorkflow = workflow.includes('@') ? identity === wanted : identity.startsWith(`${wanted}@`)
  if (!isWorkflow) return `it was signed by ${identity}, and not by ${wanted}`
  const address = `${server}/${repository}`
  if (bundle.repository?.toLowerCase() === address.toLowerCase()) return undefined
  return `it was signed in a run of ${bundle.repository ?? 'no repository'}, and not of ${address}`
}
