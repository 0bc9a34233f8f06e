import { checks, type CheckResult } from '../verify/request.js'

/** Writes results as Markdown for a job summary: a verdict, the failures with their evidence, the rest folded away. */
export function renderChecks(results: readonly CheckResult[]): string {
  const failed = results.filter(({ passed }) => !passed)
  const passed = results.filter((result) => result.passed)
  return [
    verdict(results, failed),
    ...(failed.length > 0 ? [table(failed)] : []),
    ...(passed.length > 0 ? [`<details><summary>${passed.length} passed</summary>\n\n${table(passed)}\n\n</details>`] : []),
  ].join('\n\n')
}

function verdict(results: readonly CheckResult[], failed: readonly CheckResult[]): string {
  if (results.length === 0) return '❌ Nothing was checked.'
  const counts = checks
    .map((check) => ({ check, of: results.filter((result) => result.check === check) }))
    .filter(({ of }) => of.length > 0)
    .map(({ check, of }) => `${check} ${of.filter((result) => result.passed).length}/${of.length}`)
    .join(', ')
  if (failed.length === 0) return `✅ All ${results.length} checks of the repository passed: ${counts}.`
  return `❌ ${failed.length} of ${results.length} checks of the repository failed: ${counts}.`
}

function table(results: readonly CheckResult[]): string {
  const rows = results.map(({ passed, check, subject, evidence }) => [passed ? '✅' : '❌', check, subject, evidence])
  return [['', 'Check', 'Subject', 'Evidence'], ['---', '---', '---', '---'], ...rows].map(row).join('\n')
}

function row(cells: readonly string[]): string {
  return `| ${cells.map((cell) => cell.replaceAll('|', '\\|').replaceAll(/\s+/g, ' ')).join(' | ')} |`
}
