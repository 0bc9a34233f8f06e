import { markup, type Html } from '../report/html.js'
import { syllables } from '../report/page-table.js'
import { marks, renderName } from '../report/page-text.js'
import type { CheckRow } from '../report/rows.js'
import { checks, states, type Check } from '../verify/request.js'
import type { BuilderChecks, VersionStatus } from './site-status.js'

/**
 * How each check of a version ended on each architecture, the worst of its packages: a line for the repository itself and for
 * every architecture of each builder. Undefined when only counts are known.
 * @param href the page with everything that was seen
 */
export function renderSummary({ checks: builders }: VersionStatus, href: string): Html | undefined {
  const all = builders.flatMap(({ rows = [] }) => rows)
  const columns = checks.filter((check) => all.some((row) => row.check === check))
  if (columns.length === 0) return undefined
  const heads = columns.map((check) => markup`<th scope="col">${syllables[check]}</th>`)
  return markup`<table class="matrix" aria-label="Builders and architectures by check">
<thead><tr><th scope="col">Archi\u00ADtecture</th>${heads}</tr></thead>
${builders.map((builder) => renderBuilder(builder, columns, href))}</table>
`
}

function renderBuilder({ builder, architectures, rows = [] }: BuilderChecks, columns: readonly Check[], href: string): Html {
  const lines = [
    { name: 'repo\u00ADsitory', own: rows.filter(({ cell }) => cell === undefined) },
    ...architectures.map((name) => ({ name, own: rows.filter(({ cell }) => cell?.architecture === name) })),
  ].filter(({ own }) => own.length > 0)
  const head = markup`<tr><th scope="rowgroup" colspan="${columns.length + 1}">${renderName(builder)}</th></tr>\n`
  const body = lines.map(({ name, own }) => {
    const cells = columns.map(
      (check) =>
        markup`<td>${renderWorst(
          own.filter((row) => row.check === check),
          href,
        )}</td>`,
    )
    return markup`<tr><th scope="row">${renderName(name)}</th>${cells}</tr>\n`
  })
  return markup`<tbody>${head}${body}</tbody>\n`
}

function renderWorst(rows: readonly CheckRow[], href: string): Html {
  const worst = states.find((state) => rows.some((row) => row.state === state))
  if (worst === undefined) return markup`<span class="none"><i aria-hidden="true">–</i><b>not made</b></span>`
  const told = markup`<i aria-hidden="true">${marks[worst]}</i> ${worst}`
  return worst === 'passed' ? markup`<b class="passed">${told}</b>` : markup`<a class="${worst}" href="${href}">${told}</a>`
}
