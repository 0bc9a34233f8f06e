import type { OwnIssue } from '../../src/issue/decision.js'
import { readMark } from '../../src/issue/mark.js'
import type { Occasion } from '../../src/issue/occasion.js'
import { describeTrouble } from '../../src/issue/trouble.js'
import type { CellRow, CheckRow } from '../../src/report/rows.js'

/** A row of obs-wait. */
export function cellOf(name: string, more: Partial<CellRow> = {}): CellRow {
  const link = `osc buildlog isv:test ${name} deb x86_64`
  return { package: name, builder: 'deb', architecture: 'x86_64', state: 'failed', code: 'failed', reason: '', link, ...more }
}

/** A row of verify-repo that did not pass. */
export function checkOf(more: Partial<CheckRow> = {}): CheckRow {
  return { check: 'presence', subject: 'deb repository', state: 'failed', passed: false, evidence: 'it is not there', ...more }
}

/** What the run 7 has to tell. */
export function occasionOf(cells: readonly CellRow[], checks: readonly CheckRow[] = [], more: Partial<Occasion> = {}): Occasion {
  const run = 'https://github.example/owner/project/actions/runs/7'
  const trouble = describeTrouble(cells, checks)
  return { subject: 'nightly 1.2', labels: ['obs-publish'], trouble, run, rerun: undefined, today: '2026-02-03', ...more }
}

/** An issue that has this body. */
export function issueOf(number: number, body: string): OwnIssue {
  const mark = readMark(body)
  if (mark === undefined) throw new Error('the body bears no mark')
  return { number, url: `https://github.example/owner/project/issues/${number}`, body, mark }
}
