import type { CheckResult } from '../verify/request.js'
import { markup, type Html } from './html.js'
import { arrangePackages, arrangeRepositories, type Matrix } from './matrix.js'
import { renderHead, showTime } from './page-head.js'
import { pageStyle } from './page-style.js'
import { renderMatrix, type Places } from './page-table.js'
import { allotBytes, countStates, marks, renderEvidence, renderName } from './page-text.js'
import { listTroubles } from './urgency.js'
import { judge } from './verdict.js'

/** What a page of results tells. */
export interface Page {
  /** What was verified. */
  readonly title: string
  readonly results: readonly CheckResult[]
  /** Milliseconds since the epoch: when it was verified. */
  readonly time: number
  /** Of the suite. */
  readonly version: string
  /** The page above it, when it is one of several: its relative address and its name. */
  readonly above?: { readonly href: string; readonly name: string }
}

const heads = { failed: 'Failed.', unproved: 'Not all is proved.', warning: 'Passed, with warnings.', passed: 'Passed.' } as const

/** So many results are shown unfolded even when all is well. */
const few = 100

/**
 * Writes results as one page that needs nothing else, no script either: the verdict, what a person should look at worst
 * first, and a matrix of everything with the evidence on demand.
 */
export function renderPage({ title, results, time, version, above }: Page): string {
  const { state, sentence } = judge(results)
  const anchors = new Map(listTroubles(results).map((result, index) => [result, `t${index + 1}`]))
  let names = 0
  const places: Places = { anchors, bytes: allotBytes(results.length), makeName: () => `e${++names}` }
  const sections = {
    troubles: { name: 'To look at', body: renderTroubles(places) },
    repositories: { name: 'Repositories', body: renderRepositories(arrangeRepositories(results), places) },
    packages: { name: 'Packages', body: renderPackages(arrangePackages(results), results.length <= few, places) },
  }
  const filled = Object.entries(sections).filter(([, { body }]) => body !== undefined)
  return markup`${renderHead(`${heads[state]} ${renderName(title)}`, pageStyle)}
<body>
<header>
${above && markup`<p class="above"><a href="${above.href}">${renderName(above.name)}</a></p>\n`}<h1>${renderName(title)}</h1>
<p class="verdict ${state}"><i aria-hidden="true">${marks[state]}</i><span><strong>${heads[state]}</strong> ${sentence}</span></p>
<nav aria-label="Parts of this page">${filled.map(([id, { name }]) => markup`<a href="#${id}">${name}</a> `)}</nav>
</header>
<main>
${filled.map(([id, { name, body }]) => markup`<section id="${id}"><h2>${name}</h2>\n${body}</section>\n`)}</main>
<footer><p>Verified on <time>${showTime(time)}</time> by verify-repo of obs-publish ${version}.</p></footer>
</body>
</html>
`.text
}

function renderTroubles({ anchors, bytes }: Places): Html | undefined {
  if (anchors.size === 0) return undefined
  const entries = [...anchors].map(([result, anchor]) => {
    const { state, subject, check } = result
    const head = markup`<span><i aria-hidden="true">${marks[state]}</i> ${state}</span> ${renderName(subject)}, ${check}`
    return markup`<li id="${anchor}" class="${state}"><h3>${head}</h3>${renderEvidence(result, bytes)}</li>\n`
  })
  return markup`<ol class="troubles">\n${entries}</ol>\n`
}

function renderRepositories(matrix: Matrix | undefined, places: Places): Html | undefined {
  return matrix && renderMatrix(matrix, 'The repositories themselves, by check', 'Subject', places)
}

function renderPackages(matrices: readonly Matrix[], areFew: boolean, places: Places): Html | undefined {
  if (matrices.length === 0) return undefined
  const packages = matrices.map((matrix) => {
    const isOpen = areFew || matrix.results.some(({ state }) => state !== 'passed')
    const table = renderMatrix(matrix, `${matrix.name}: versions and architectures by check`, 'Archi\u00ADtecture', places)
    const head = markup`<summary><h3>${renderName(matrix.name)}</h3> <span>${countStates(matrix.results)}</span></summary>`
    return markup`<details class="package"${isOpen && markup` open`}>${head}\n${table}</details>\n`
  })
  return markup`${packages}`
}
