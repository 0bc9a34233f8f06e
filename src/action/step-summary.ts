import type { AnyOperation, OutputValue } from '../declaration/operation.js'
import { headProblems } from '../report/problems.js'

/** Marks by which a report says itself that something failed, or has not ended. */
const verdict = /[❌⏳]/u

/** The job summary of a step: what the operation reports, below why it failed where the report does not say so itself. */
export function summarize(
  operation: Pick<AnyOperation, 'name' | 'report'>,
  outputs: Readonly<Record<string, OutputValue | undefined>>,
  problems: readonly string[],
): string {
  const report = Object.keys(outputs).length > 0 ? operation.report(outputs, problems).trim() : ''
  if (problems.length === 0 || verdict.test(report)) return report
  return [headProblems(operation.name, problems), report].filter((part) => part !== '').join('\n\n')
}
