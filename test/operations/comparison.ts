import { parseInputs } from '../../src/declaration/parse.js'
import type { OutputValue } from '../../src/declaration/operation.js'
import type { Host } from '../../src/host/host.js'
import type { Difference } from '../../src/compare/difference.js'
import { comparePackages } from '../../src/operations/compare-packages.js'

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
  const outputs: Record<string, OutputValue | undefined> = {}
  const context = {
    inputs: parseInputs(comparePackages.inputs, { left, right, ignore }),
    host,
    set: (known: object) => void Object.assign(outputs, known),
    saveState: () => undefined,
  }
  const failure = await comparePackages.run(context).then(
    () => undefined,
    (error: unknown) => (error instanceof Error ? `${error.name}: ${error.message}` : String(error)),
  )
  const differences = (outputs['differences'] ?? []) as readonly Difference[] // the operation set them
  return {
    same: outputs['same'],
    rows: differences.map((each) => `${each.what} ${each.where}: ${each.left} -> ${each.right}`),
    report: comparePackages.report(outputs),
    failure,
  }
}
