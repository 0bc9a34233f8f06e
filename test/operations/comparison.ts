import type { OutputValue } from '../../src/declaration/operation.js'
import type { Host } from '../../src/host/host.js'
import type { Difference } from '../../src/compare/difference.js'
import { comparePackages } from '../../src/operations/compare-packages.js'
import { runOperation } from './run.js'

/** What a run of compare-packages ended with. */
export interface Ending {
  readonly same: OutputValue | undefined
  /** `what where: left -> right` of each difference. */
  readonly rows: readonly string[]
  /** The report, for people. */
  readonly report: string
  /** The message of the failure, after its kind; undefined when it succeeded. */
  readonly failure: string | undefined
}

/** Runs the operation as a door does. */
export async function compare(host: Host, left: string, right: string, ignore = ''): Promise<Ending> {
  const { outputs, report, failure } = await runOperation(comparePackages, host, { left, right, ignore })
  const differences = (outputs['differences'] ?? []) as readonly Difference[] // the operation set them
  return {
    same: outputs['same'],
    rows: differences.map((each) => `${each.what} ${each.where}: ${each.left} -> ${each.right}`),
    report,
    failure,
  }
}
