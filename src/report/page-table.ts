import type { Check, CheckResult } from '../verify/request.js'
import { markup, type Html } from './html.js'
import type { Block, Line, Matrix } from './matrix.js'
import { marks, renderEvidence, renderName } from './page-text.js'

/** The checks as a narrow column may break them, at soft hyphens. */
export const syllables: Readonly<Record<Check, string>> = {
  metadata: 'meta\u00ADdata',
  signatures: 'signa\u00ADtures',
  presence: 'pres\u00ADence',
  payload: 'pay\u00ADload',
  install: 'in\u00ADstall',
  delivery: 'deliv\u00ADery',
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
export function renderMatrix(matrix: Matrix, label: string, first: string, places: Places): Html {
  const heads = matrix.columns.map((check) => markup`<th scope="col">${syllables[check]}</th>`)
  const blocks = matrix.blocks.map((block) => renderBlock(block, matrix, places))
  return markup`<table aria-label="${renderName(label)}">
<thead><tr><th scope="col">${first}</th>${heads}</tr></thead>
${blocks}</table>
`
}

function renderBlock({ version, lines }: Block, matrix: Matrix, places: Places): Html {
  const width = matrix.columns.length + 1
  const name = renderName(version ?? '')
  const head = version !== undefined && markup`<tr><th scope="rowgroup" colspan="${width}">${name}</th></tr>\n`
  return markup`<tbody>${head}${lines.map((line) => renderLine(line, matrix, places))}</tbody>\n`
}

function renderLine({ name, results }: Line, { columns }: Matrix, places: Places): Html {
  const cells = columns.map((check) => {
    const own = results.filter((result) => result.check === check)
    const none = own.length === 0 && markup`<span class="none"><i aria-hidden="true">–</i><b>not made</b></span>`
    return markup`<td>${none}${own.map((each) => renderResult(each, places))}</td>`
  })
  return markup`<tr><th scope="row">${renderName(name)}</th>${cells}</tr>\n`
}

function renderResult(result: CheckResult, { anchors, bytes, makeName }: Places): Html {
  const { state, subject, check } = result
  const word = markup`<i aria-hidden="true">${marks[state]}</i> ${state}`
  const anchor = anchors.get(result)
  if (anchor !== undefined) return markup`<a class="${state}" href="#${anchor}">${word}</a>`
  const name = makeName()
  const opened = markup`<b>${renderName(subject)}, ${check}</b>${renderEvidence(result, bytes)}`
  return markup`<button class="${state}" popovertarget="${name}">${word}</button><div popover id="${name}">${opened}</div>`
}
