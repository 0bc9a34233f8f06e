import { parseInputs } from '../../src/declaration/parse.js'
import type { AnyOperation, OutputValue } from '../../src/declaration/operation.js'
import type { Host } from '../../src/host/host.js'

/** What a run of an operation ended with. */
export interface Ran {
  readonly outputs: Readonly<Record<string, OutputValue | undefined>>
  readonly report: string
  /** The message of the failure, after its kind; undefined when it succeeded. */
  readonly failure: string | undefined
}

/** Runs an operation as a door does. */
export async function runOperation(operation: AnyOperation, host: Host, inputs: Readonly<Record<string, string>>): Promise<Ran> {
  const outputs: Record<string, OutputValue | undefined> = {}
  const context = {
    inputs: parseInputs(operation.inputs, inputs),
    host,
    set: (known: object) => void Object.assign(outputs, known),
    saveState: () => undefined,
  }
  const failure = await operation.run(context).then(
    () => undefined,
    (error: unknown) => (error instanceof Error ? `${error.name}: ${error.message}` : String(error)),
  )
  return { outputs, report: operation.report(outputs), failure }
}
