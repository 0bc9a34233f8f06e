import type { Check, CheckResult } from '../verify/request.js'
import { html, type Html } from './html.js'
import type { Block, Line, Matrix } from './matrix.js'
import { marks, renderEvidence, renderName } from './page-text.js'

/** The checks as a narrow column may break them, at soft hyphens. */
const syllables: Readonly<Record<Check, string>> = {
  metadata: 'meta\u00ADdata',
  signatures: 'signa\u00ADtures',
  presence: 'pres\u00ADence',
  payload: 'pay\u00ADload',
  install: 'in\u00ADstall',
}

/** Where a table's cells lead. */
export interface Places {
  /** The anchors of what has an entry of its own. */
  readonly anchors: ReadonlyMap<CheckResult, string>
  /** The bytes that the evidence of each other result may take. */
  readonly bytes: number
  /** A name that no other element has. */
  readonly makeName: () => string
}

/** A table of lines by checks; each cell has a mark and a word, and opens its evidence or leads to it. */
export function renderTable(matrix: Matrix, caption: string, first: string, places: Places): Html {
  return html`<table>
    <caption>
      ${renderName(caption)}
    </caption>
    <thead>
      <tr>
        <th scope="col">${first}</th>
        ${matrix.columns.map((check) => html`<th scope="col">${syllables[check]}</th>`)}
      </tr>
    </thead>
    ${matrix.blocks.map((block) => renderBlock(block, matrix, places))}
  </table> `
}

function renderBlock({ version, lines }: Block, matrix: Matrix, places: Places): Html {
  const head = html`<tr>
    <th scope="rowgroup" colspan="${matrix.columns.length + 1}">${renderName(version ?? '')}</th>
  </tr>`
  return html`<tbody>
    ${version === undefined ? undefined : head}${lines.map((line) => renderLine(line, matrix, places))}
  </tbody>`
}

function renderLine({ name, results }: Line, { columns }: Matrix, places: Places): Html {
  return html` <tr>
    <th scope="row">${renderName(name)}</th>
    ${columns.map((check) => {
      const own = results.filter((result) => result.check === check)
      return html`<td>
        ${own.length === 0 ? html`<span class="none"><i aria-hidden="true">–</i><b>not made</b></span>` : own.map((each) => renderCell(each, places))}
      </td>`
    })}
  </tr>`
}

function renderCell(result: CheckResult, { anchors, bytes, makeName }: Places): Html {
  const { state, subject, check } = result
  const word = html`<i aria-hidden="true">${marks[state]}</i> ${state}`
  const anchor = anchors.get(result)
  if (anchor !== undefined) return html`<a class="${state}" href="#${anchor}">${word}</a>`
  const name = makeName()
  return html`<button class="${state}" popovertarget="${name}">${word}</button>
    <div popover id="${name}"><b>${renderName(subject)}, ${check}</b>${renderEvidence(result, bytes)}</div>`
}
