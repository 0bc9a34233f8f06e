import { quoteCell } from './markdown.js'

/** Why something failed, as a list: what the log says too, for who reads the summary alone. */
export function listProblems(problems: readonly string[]): string {
  return problems.map((problem) => `- ❌ ${quoteCell(problem)}`).join('\n')
}

/** The beginning of a summary whose rest does not say that it failed. */
export function headProblems(name: string, problems: readonly string[]): string {
  return `### ❌ ${name} failed\n\n${listProblems(problems)}`
}
