import type { CheckResult } from '../verify/request.js'
import { clip } from './foreign-text.js'
import { quoteCell } from './markdown.js'
import { stateMarks } from './state-marks.js'
import { listTroubles } from './urgency.js'
import { judge } from './verdict.js'

/** GitHub refuses a summary of more than 1 MiB as a whole; publish writes more than this into it. */
const limits = { summary: 900 * 1024, evidence: 4000 }
const mostSnippets = 20
const head = '|  | Check | Subject | Evidence |\n| --- | --- | --- | --- |'

/**
 * Writes results as Markdown for a job summary: the verdict, what a person should look at with its evidence and worst
 * first, the rest folded away.
 */
export function renderChecks(results: readonly CheckResult[]): string {
  const { state, sentence } = judge(results)
  const troubles = listTroubles(results)
  const passed = results.filter((result) => result.state === 'passed')
  const shown = fit(troubles, limits.summary)
  const folded = fit(passed, limits.summary - shown.bytes)
  const hidden = results.length - shown.rows.length - folded.rows.length
  return [
    `${stateMarks[state]} ${sentence}`,
    ...(shown.rows.length > 0 ? [[head, ...shown.rows].join('\n')] : []),
    ...(folded.rows.length > 0
      ? [`<details><summary>${passed.length} passed</summary>\n\n${[head, ...folded.rows].join('\n')}\n\n</details>`]
      : []),
    ...renderSnippets(results),
    ...(hidden > 0 ? [`${hidden} more did not fit into this summary; the output \`report\` has them all.`] : []),
  ].join('\n\n')
}

/** What users paste, ready to be copied; the same text once. */
function renderSnippets(results: readonly CheckResult[]): readonly string[] {
  const shown = new Map(results.flatMap(({ snippet }) => (snippet === undefined ? [] : [[snippet.text, snippet.path]])))
  const blocks = [...shown].slice(0, mostSnippets).map(([text, path]) => {
    const fence = '`'.repeat(3)
    const content = clip(text.replaceAll('`', "'"), limits.evidence).trimEnd()
    return `${quoteCell(`\`${path}\``)}\n\n${fence}ini\n${content}\n${fence}`
  })
  return blocks.length === 0
    ? []
    : [`<details><summary>How users have the repositories</summary>\n\n${blocks.join('\n\n')}\n\n</details>`]
}

/** The first rows, as many as have room. */
function fit(results: readonly CheckResult[], room: number): { readonly rows: readonly string[]; readonly bytes: number } {
  const rows: string[] = []
  let bytes = 0
  for (const result of results) {
    const row = renderRow(result)
    const size = Buffer.byteLength(row) + 1
    if (bytes + size > room) break
    rows.push(row)
    bytes += size
  }
  return { rows, bytes }
}

function renderRow({ state, check, subject, evidence }: CheckResult): string {
  const cells = [stateMarks[state], check, ...[subject, evidence].map((text) => quoteCell(clip(text, limits.evidence)))]
  return `| ${cells.join(' | ')} |`
}
