import * as v from 'valibot'
import { UserError } from '../error.js'
import { checks, states } from '../verify/request.js'

const cellShape = v.object({
  package: v.string(),
  builder: v.string(),
  architecture: v.string(),
  state: v.picklist(['succeeded', 'failed', 'pending', 'skipped']),
  code: v.optional(v.string(), ''),
  reason: v.optional(v.string(), ''),
  link: v.optional(v.string(), ''),
  url: v.exactOptional(v.string()),
})

/** The shape of a row of verify-repo. */
export const checkShape = v.object({
  check: v.picklist(checks),
  subject: v.string(),
  state: v.picklist(states),
  passed: v.boolean(),
  evidence: v.string(),
  details: v.exactOptional(v.array(v.string())),
  snippet: v.exactOptional(
    v.object({
      path: v.string(),
      text: v.string(),
      key: v.exactOptional(v.object({ url: v.string(), path: v.string() })),
    }),
  ),
  builder: v.exactOptional(v.string()),
  cell: v.exactOptional(
    v.object({
      format: v.picklist(['deb', 'rpm']),
      package: v.string(),
      version: v.string(),
      architecture: v.string(),
    }),
  ),
  facts: v.exactOptional(v.record(v.string(), v.string())),
})

/** A row of obs-wait's `results`. */
export type CellRow = v.InferOutput<typeof cellShape>
/** A row of verify-repo's `report`. */
export type CheckRow = v.InferOutput<typeof checkShape>

/** Reads the rows of obs-wait. Throws a {@link UserError} that names where they come from. */
export function readCellRows(text: string, from: string): readonly CellRow[] {
  return readRows(text, from, 'results', 'obs-wait', v.array(cellShape))
}

/** Reads the rows of verify-repo. Throws a {@link UserError} that names where they come from. */
export function readCheckRows(text: string, from: string): readonly CheckRow[] {
  return readRows(text, from, 'report', 'verify-repo', v.array(checkShape))
}

function readRows<S extends v.GenericSchema>(
  text: string,
  from: string,
  output: string,
  operation: string,
  shape: S,
): v.InferOutput<S> {
  const advice = `give the output \`${output}\` of ${operation}`
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch (error) {
    throw new UserError(`${from} is not JSON (${error instanceof Error ? error.message : String(error)}); ${advice}.`, {
      cause: error,
    })
  }
  // What --json prints holds the rows among other outputs.
  const rows = typeof value === 'object' && value !== null && output in value ? Object.entries(value) : undefined
  const result = v.safeParse(shape, rows === undefined ? value : rows.find(([name]) => name === output)?.[1])
  if (result.success) return result.output
  const [first] = result.issues
  throw new UserError(
    `${from} does not hold the rows of ${operation} (${v.getDotPath(first) ?? 'it'}: ${first.message}); ${advice}.`,
  )
}
