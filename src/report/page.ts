import { createHash } from 'node:crypto'
import type { CheckResult } from '../verify/request.js'
import { html, type Html } from './html.js'
import { arrangePackages, arrangeRepositories, type Matrix } from './matrix.js'
import { pageStyle } from './page-style.js'
import { renderTable, type Places } from './page-table.js'
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
}

/** So many results are shown unfolded even when all is well. */
const few = 100

/**
 * Writes results as one page that needs nothing else, no script either: the verdict, what a person should look at worst
 * first, and a matrix of everything with the evidence on demand.
 */
export function renderPage({ title, results, time, version }: Page): string {
  const { state, sentence } = judge(results)
  const troubles = listTroubles(results)
  let names = 0
  const bytes = allotBytes(results.length)
  const anchors = new Map(troubles.map((result, index) => [result, `t${index + 1}`]))
  const places: Places = { anchors, bytes, makeName: () => `e${++names}` }
  const repositories = arrangeRepositories(results)
  const packages = arrangePackages(results)
  const body = html`<header>
      <h1>${renderName(title)}</h1>
      <p class="verdict ${state}">
        <i aria-hidden="true">${marks[state]}</i><span><strong>${heads[state]}</strong> ${sentence}</span>
      </p>
      ${renderLinks(troubles.length > 0, repositories, packages)}
    </header>
    <main>
      ${renderTroubles(troubles, anchors, bytes)}${
        repositories &&
        html`<section id="repositories">
          <h2>Repositories</h2>
          ${renderTable(repositories, 'The repositories themselves, by check', 'Subject', places)}
        </section> `
      }${
        packages.length > 0
          ? html`<section id="packages">
              <h2>Packages</h2>
              ${packages.map((each) => renderPackage(each, results.length <= few, places))}
            </section> `
          : undefined
      }
    </main>
    <footer>
      <p>
        Verified on <time>${new Date(time).toISOString().slice(0, 16).replace('T', ' ')} UTC</time> by verify-repo of obs-publish
        ${version}.
      </p>
    </footer>`
  return `${renderHead(`${heads[state]} ${renderName(title)}`)}\n<body>\n${body.text}\n</body>\n</html>\n`
}

const heads = { failed: 'Failed.', unproved: 'Not all is proved.', warning: 'Passed, with warnings.', passed: 'Passed.' } as const

/** Nothing may be loaded or run; the one style is allowed by what it holds. */
function renderHead(title: string): string {
  const digest = createHash('sha256').update(pageStyle).digest('base64')
  const policy = `default-src 'none'; style-src 'sha256-${digest}'; img-src data:; base-uri 'none'; form-action 'none'`
  return html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta http-equiv="Content-Security-Policy" content="${policy}" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <meta name="referrer" content="no-referrer" />
        <link rel="icon" href="data:," />
        <title>${title}</title>
      </head>
    </html>`.text.concat(`\n<style>${pageStyle}</style>\n</head>`)
}

function renderLinks(isTroubled: boolean, repositories: Matrix | undefined, packages: readonly Matrix[]): Html {
  const links = [
    ...(isTroubled ? [html`<a href="#troubles">To look at</a>`] : []),
    ...(repositories ? [html`<a href="#repositories">Repositories</a>`] : []),
    ...(packages.length > 0 ? [html`<a href="#packages">Packages</a>`] : []),
  ]
  return html`<nav aria-label="Parts of this page">${links.map((link) => html`${link} `)}</nav>`
}

function renderTroubles(troubles: readonly CheckResult[], anchors: ReadonlyMap<CheckResult, string>, bytes: number): Html {
  if (troubles.length === 0) return html``
  return html`<section id="troubles">
    <h2>To look at</h2>
    <ol class="troubles">
      ${troubles.map(
        (result) =>
          html` <li id="${anchors.get(result)}" class="${result.state}">
            <h3>
              <span><i aria-hidden="true">${marks[result.state]}</i> ${result.state}</span> ${renderName(result.subject)},
              ${result.check}
            </h3>
            ${renderEvidence(result, bytes)}
          </li>`,
      )}
    </ol>
  </section> `
}

function renderPackage(matrix: Matrix, areFew: boolean, places: Places): Html {
  const isOpen = areFew || matrix.results.some(({ state }) => state !== 'passed')
  const table = renderTable(matrix, `${matrix.name}: versions and architectures by check`, 'Archi\u00ADtecture', places)
  return html`<details class="package" ${isOpen ? html` open` : undefined}>
    <summary>
      <h3>${renderName(matrix.name)}</h3>
      <span>${countStates(matrix.results)}</span>
    </summary>
    ${table}
  </details> `
}
