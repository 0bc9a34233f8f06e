import { markup, type Html } from '../report/html.js'
import { renderHead, showTime } from '../report/page-head.js'
import { renderName } from '../report/page-text.js'
import { siteStyle } from './site-style.js'

/** What every page of a site knows. */
export interface Site {
  readonly title: string
  /** Milliseconds since the epoch. */
  readonly now: number
  /** Of the suite. */
  readonly version: string
}

/** A part of a page; one without a body is left out. */
export interface Section {
  readonly id: string
  readonly name: string
  /** Its name where there is little room. */
  readonly short?: string
  readonly body: Html | undefined
}

interface Frame {
  readonly heading: string
  /** What a browser calls it. */
  readonly title: string
  /** The way back to the root of the site: empty on it, or `../`. */
  readonly root: string
  readonly above?: { readonly href: string; readonly name: string }
  /** Below the heading. */
  readonly lead?: Html
  readonly sections: readonly Section[]
}

/** A page of the site. */
export function renderFrame({ heading, title, root, above, lead, sections }: Frame, site: Site): string {
  const feed = markup`<link rel="alternate" type="application/atom+xml" title="${renderName(site.title)}" href="${root}feed.xml">\n`
  const filled = sections.filter(({ body }) => body !== undefined)
  const back = above && markup`<p class="above"><a href="${above.href}">${renderName(above.name)}</a></p>\n`
  const parts = filled.map(({ id, name, short = name }) => markup`<a href="#${id}">${renderName(short)}</a> `)
  return markup`${renderHead(renderName(title), siteStyle, [feed])}
<body>
<header>
${back}<h1>${renderName(heading)}</h1>
${lead}${filled.length > 1 && markup`<nav aria-label="Parts of this page">${parts}</nav>\n`}</header>
<main>
${filled.map(({ id, name, body }) => markup`<section id="${id}"><h2>${renderName(name)}</h2>\n${body}</section>\n`)}</main>
<footer><p>Written on ${showTime(site.now)} by status-page of obs-publish ${site.version}. <a href="${root}feed.xml">News as a feed</a>, <a href="${root}status.json">everything as JSON</a>.</p></footer>
</body>
</html>
`.text
}
